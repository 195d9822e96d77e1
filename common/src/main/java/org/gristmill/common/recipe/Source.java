package org.gristmill.common.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;
import org.gristmill.common.config.InvalidValueException;
import org.gristmill.common.config.OneOrMany;

/**
 * One corpus to read.
 *
 * @param name slug, unique in the recipe; a label that enters no result
 * @param format how the files are read
 * @param path files or globs ({@code * ? ** {a,b} [a-z]}), relative to the recipe file, on any file
 *     system; exactly one of {@code path} and {@code maven}
 * @param maven artefacts {@code group:artifact:version} whose source jars Maven fetches into the
 *     work directory; only for format {@code jar}
 * @param license licence of the texts, an SPDX identifier where there is one
 * @param split what the documents are for; default {@code train}
 * @param domain domain of all documents, a slug; required but for jars, which have none
 * @param domains domains by kind of document, for jars; {@link #jarDomains} applies the default
 * @param columns column names, for formats with columns; {@link #columnNames} applies the default
 * @param csv layout of CSV files; {@link #csvOptions} applies the default
 */
public record Source(
    String name,
    SourceFormat format,
    @OneOrMany @Default("[]") List<String> path,
    @OneOrMany @Default("[]") List<String> maven,
    Optional<String> license,
    @Default("train") Split split,
    Optional<String> domain,
    Optional<JarDomains> domains,
    Optional<Columns> columns,
    Optional<CsvOptions> csv) {
  private static final Pattern COORDINATES = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.-]+");

  /** Checks every value and that they fit together. */
  public Source {
    path = List.copyOf(path);
    maven = List.copyOf(maven);
    Check.slug("name", name);
    license.ifPresent(text -> Check.notBlank("license", text));
    domain.ifPresent(slug -> Check.slug("domain", slug));
    path.forEach(glob -> Check.notBlank("path", glob));
    Check.that(
        path.isEmpty() != maven.isEmpty(),
        path.isEmpty() ? "name" : "maven",
        "Cannot read source '"
            + name
            + "': it has "
            + (path.isEmpty() ? "neither path nor maven" : "both path and maven")
            + "; expected exactly one");
    maven.forEach(Source::checkCoordinates);
    if (format == SourceFormat.JAR) {
      absent("domain", domain, name, "a jar has 'domains: {code: ..., prose: ...}'");
      absent("columns", columns, name, "a jar has no columns");
    } else {
      Check.that(
          maven.isEmpty(),
          "maven",
          "Cannot read source '" + name + "': maven fetches jars; expected format: jar");
      absent("domains", domains, name, "only a jar has several; expected 'domain: ...'");
      Check.that(
          domain.isPresent(),
          "name",
          "Cannot read source '" + name + "': its domain is missing; expected 'domain: ...'");
    }
    if (format != SourceFormat.JAR && !format.hasColumns()) {
      absent("columns", columns, name, "its format has no columns");
    }
    if (format != SourceFormat.CSV) {
      absent("csv", csv, name, "its format is another; expected format: csv");
    }
  }

  /**
   * Domains of a jar's documents.
   *
   * @return what the recipe says, else code in {@code code} and prose in {@code manual}
   */
  public JarDomains jarDomains() {
    return domains.orElseGet(() -> new JarDomains(Optional.of("code"), Optional.of("manual")));
  }

  /**
   * Column names of a source whose format has columns.
   *
   * @return what the recipe says, else the text in {@code text}
   */
  public Columns columnNames() {
    return columns.orElseGet(() -> Columns.ofText("text", Optional.empty(), Optional.empty()));
  }

  /**
   * Layout of a CSV source.
   *
   * @return what the recipe says, else commas and a header in each file
   */
  public CsvOptions csvOptions() {
    return csv.orElseGet(CsvOptions::standard);
  }

  /**
   * What its documents are.
   *
   * @return the kind of content
   */
  public Content content() {
    return columns.map(Columns::content).orElse(Content.TEXT);
  }

  /**
   * The domains its documents may have.
   *
   * @return slugs
   */
  public Set<String> allDomains() {
    Set<String> all = new TreeSet<>();
    domain.ifPresent(all::add);
    if (format == SourceFormat.JAR) {
      jarDomains().code().ifPresent(all::add);
      jarDomains().prose().ifPresent(all::add);
    }
    return all;
  }

  private static void checkCoordinates(String coordinates) {
    if (!COORDINATES.matcher(coordinates).matches()) {
      throw new InvalidValueException(
          "maven", "Cannot use maven '" + coordinates + "': expected group:artifact:version");
    }
  }

  private static void absent(String key, Optional<?> value, String name, String reason) {
    Check.that(value.isEmpty(), key, "Cannot use " + key + " in source '" + name + "': " + reason);
  }
}

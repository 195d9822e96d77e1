package org.gristmill.common.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;
import org.gristmill.common.config.InvalidValueException;
import org.gristmill.common.config.Nearest;
import org.gristmill.common.config.OneOrMany;
import org.gristmill.common.recipe.layout.Layout;
import org.gristmill.common.recipe.layout.Layouts;

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
 * @param domain domain of all documents, a slug; absent for jars, and where the layout or labels
 *     give one
 * @param domains domains by kind of document, for jars; {@link #jarDomains} applies the default
 * @param columns column names, for formats with columns; {@link #columnNames} applies the default
 * @param csv layout of CSV files; {@link #csvOptions} applies the default
 * @param layout how a published corpus lies in its folders, by name
 * @param labels labels from paths and columns; they go before those of the layout
 * @param tokens how documents that come as tokens are read; {@link #sourceTokens} applies the
 *     default
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
    Optional<CsvOptions> csv,
    Optional<String> layout,
    Optional<Labels> labels,
    Optional<SourceTokens> tokens) {
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
      absent("layout", layout, name, "a jar has none");
      absent("labels", labels, name, "a jar has none");
    } else {
      Check.that(
          maven.isEmpty(),
          "maven",
          "Cannot read source '" + name + "': maven fetches jars; expected format: jar");
      absent("domains", domains, name, "only a jar has several; expected 'domain: ...'");
      checkLayout(name, format, layout);
      checkLabels(name, domain, columns, layout, labels);
    }
    if (format != SourceFormat.JAR && !format.hasColumns()) {
      absent("columns", columns, name, "its format has no columns");
      Check.that(
          labels.stream()
              .flatMap(given -> given.rules().values().stream())
              .allMatch(rule -> rule.column().isEmpty()),
          "labels",
          "Cannot use labels of columns in source '" + name + "': its format has no columns");
    }
    Check.that(
        columns.flatMap(Columns::tokens).isEmpty() || format != SourceFormat.CSV,
        "columns",
        "Cannot use columns.tokens in source '" + name + "': a field of csv is no list");
    if (!format.isTokens() && columns.flatMap(Columns::tokens).isEmpty()) {
      absent("tokens", tokens, name, "its documents come as texts");
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
   * @return what the recipe says, else what the layout does, else the text in {@code text}
   */
  public Columns columnNames() {
    return columns
        .or(() -> namedLayout().map(Layout::columns))
        .orElseGet(() -> Columns.ofText("text", Optional.empty(), Optional.empty()));
  }

  /**
   * How its documents are read that come as tokens.
   *
   * @return what the recipe says, else what the layout does, else as texts; empty if they come as
   *     texts
   */
  public Optional<SourceTokens> sourceTokens() {
    return format.isTokens() || columns.flatMap(Columns::tokens).isPresent()
        ? tokens
            .or(() -> namedLayout().flatMap(Layout::tokens))
            .or(() -> Optional.of(SourceTokens.PLAIN))
        : Optional.empty();
  }

  /**
   * The layout of its files.
   *
   * @return the layout, if the recipe names one
   */
  public Optional<Layout> namedLayout() {
    return layout.flatMap(Layouts::named);
  }

  /**
   * The labels of a file's documents.
   *
   * @param location path or URI of the file
   * @return fixed labels and those from columns; the domain is always among them
   * @throws org.gristmill.common.ConfigException if the path is not one of the labels' or layout's
   */
  public FileLabels fileLabels(String location) {
    return new SourceLabels(this).of(location);
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
   * The domains its documents may have, as far as they are known before there are files.
   *
   * @return slugs
   */
  public Set<String> allDomains() {
    Set<String> all = new TreeSet<>(new SourceLabels(this).knownDomains());
    if (format == SourceFormat.JAR) {
      jarDomains().code().ifPresent(all::add);
      jarDomains().prose().ifPresent(all::add);
    }
    return all;
  }

  private static void checkLayout(String name, SourceFormat format, Optional<String> layout) {
    if (layout.isPresent()) {
      Layout known =
          Layouts.named(layout.get())
              .orElseThrow(
                  () ->
                      new InvalidValueException(
                          "layout",
                          "Unknown layout '"
                              + layout.get()
                              + "'"
                              + Nearest.hint(layout.get(), Layouts.names())));
      Check.that(
          known.format() == format,
          "layout",
          "Cannot use layout "
              + layout.get()
              + " in source '"
              + name
              + "': its files are of format "
              + known.format().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void checkLabels(
      String name,
      Optional<String> domain,
      Optional<Columns> columns,
      Optional<String> layout,
      Optional<Labels> labels) {
    boolean labelled = labels.filter(given -> given.names(Label.DOMAIN)).isPresent();
    Check.that(
        domain.isPresent() || labelled || layout.isPresent(),
        "name",
        "Cannot read source '"
            + name
            + "': its domain is missing; expected 'domain: ...', labels with a domain, or a"
            + " layout");
    Check.that(
        domain.isEmpty() || !labelled,
        "domain",
        "Cannot use domain in source '" + name + "': labels give one; expected one of them");
    Check.that(
        columns.flatMap(Columns::quality).isEmpty()
            || labels.filter(given -> given.names(Label.QUALITY)).isEmpty(),
        "columns",
        "Cannot use columns.quality in source '"
            + name
            + "': labels give a quality; expected one of them");
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

package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.gristmill.common.recipe.FileLabels;
import org.gristmill.common.recipe.JarDomains;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.recipe.Split;

/**
 * What of a source decides its documents, with defaults filled in; its name and paths do not.
 *
 * @param format how the files are read
 * @param license licence of the texts
 * @param split what the documents are for
 * @param domain domain of rows
 * @param domains domains of a jar's documents
 * @param columns columns of rows, for formats that have them
 * @param csv layout of CSV files
 * @param labels labels of the documents apart from the domain; empty if there are none
 * @param tokens what decides documents that come as tokens; empty if they come as texts
 */
public record ParseSettings(
    SourceFormat format,
    Optional<String> license,
    Split split,
    Optional<String> domain,
    Optional<JarDomains> domains,
    Optional<Columns> columns,
    Optional<CsvOptions> csv,
    Optional<FileLabels> labels,
    Optional<TokenSettings> tokens) {
  /**
   * Takes the settings of a file of a source.
   *
   * @param source the source
   * @param location path or URI of the file
   * @param split what the file's documents are for
   * @param tokenizer identity of the tokenizer that made the source's tokens, empty if there is
   *     none or it is not known
   * @return its settings
   * @throws org.gristmill.common.ConfigException if the path does not say the labels it should
   */
  static ParseSettings of(Source source, String location, Split split, String tokenizer) {
    if (source.format() == SourceFormat.JAR) {
      return new ParseSettings(
          source.format(),
          source.license(),
          split,
          Optional.empty(),
          Optional.of(source.jarDomains()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    FileLabels labels = source.fileLabels(location);
    FileLabels others = labels.without(Label.DOMAIN);
    return new ParseSettings(
        source.format(),
        source.license(),
        split,
        Optional.ofNullable(labels.fixed().get(Label.DOMAIN.key())),
        Optional.empty(),
        source.format().hasColumns()
            ? Optional.of(source.columnNames().withoutQuality())
            : Optional.empty(),
        source.format() == SourceFormat.CSV ? Optional.of(source.csvOptions()) : Optional.empty(),
        others.isEmpty() ? Optional.empty() : Optional.of(others),
        source.sourceTokens().map(tokens -> TokenSettings.of(tokens, tokenizer)));
  }

  /**
   * Groups the files of a source by how they are read.
   *
   * @param source the source
   * @param listed all its files, sorted by location
   * @param tokenizers tokenizers of sources that bring tokens
   * @param groups takes the files, by settings
   * @throws org.gristmill.common.ConfigException if a path does not say the labels it should
   */
  public static void group(
      Source source,
      List<InputFile> listed,
      SourceTokenizers tokenizers,
      Map<ParseSettings, List<InputFile>> groups) {
    List<InputFile> files =
        source.format() == SourceFormat.MEGATRON ? MegatronFiles.join(listed) : listed;
    Set<String> heldOut =
        source
            .namedLayout()
            .map(layout -> layout.heldOut(files.stream().map(InputFile::location).toList()))
            .orElse(Set.of());
    for (InputFile file : files) {
      Split split = heldOut.contains(file.location()) ? Split.VALIDATION : source.split();
      groups
          .computeIfAbsent(
              of(source, file.location(), split, tokenizers.of(source)),
              settings -> new ArrayList<>())
          .add(file);
    }
  }

  /**
   * What is known of the strata of its documents from paths and the recipe alone.
   *
   * @return {@code language/domain/quality/perplexity}, and the part where there is one; {@code *}
   *     for what a document itself says
   */
  public String strataPattern() {
    Map<String, String> fixed =
        labels.map(FileLabels::fixed).orElseGet(Collections::emptySortedMap);
    StringBuilder pattern = new StringBuilder();
    pattern.append(fixed.getOrDefault(Label.LANGUAGE.key(), "*"));
    pattern.append('/').append(domain.orElse("*"));
    pattern.append('/').append(fixed.getOrDefault(Label.QUALITY.key(), "*"));
    pattern.append('/').append(fixed.getOrDefault(Label.PERPLEXITY.key(), "*"));
    Optional.ofNullable(fixed.get(Label.PART.key()))
        .ifPresent(part -> pattern.append('/').append(part));
    return pattern.toString();
  }

  /**
   * Short name of the settings.
   *
   * @return 16 hexadecimal digits, equal for equal settings
   */
  public String fingerprint() {
    return Fingerprint.of(this, Fingerprint.UNIT_DIGITS);
  }
}

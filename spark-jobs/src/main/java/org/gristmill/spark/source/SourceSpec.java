package org.gristmill.spark.source;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.gristmill.common.recipe.FileLabels;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.recipe.JarDomains;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.common.work.ParseSettings;

/**
 * What a task must know of a source to read its files; texts that are not given are empty.
 *
 * @param format name of the {@link SourceFormat}
 * @param labels labels of rows, unless of jars
 * @param codeDomain domain of a jar's code
 * @param proseDomain domain of a jar's prose
 * @param columns columns of formats that have them
 * @param delimiter what stands between fields of CSV
 * @param header names of the columns of CSV without a header
 * @param tokens how tokens are read; null if documents come as texts
 * @param license licence of the source
 * @param split train or validation
 * @param maxDocumentBytes texts above this are rejected
 */
public record SourceSpec(
    String format,
    RowLabels labels,
    String codeDomain,
    String proseDomain,
    ColumnSpec columns,
    String delimiter,
    List<String> header,
    TokenSpec tokens,
    String license,
    String split,
    long maxDocumentBytes)
    implements Serializable {
  private static final Columns NO_COLUMNS =
      Columns.ofText("text", Optional.empty(), Optional.empty());

  private static final FileLabels NO_LABELS = new FileLabels(new TreeMap<>(), new TreeMap<>());

  /** Takes over what the recipe says. */
  public static SourceSpec of(ParseSettings settings, IngestOptions options) {
    Optional<JarDomains> domains = settings.domains();
    CsvOptions csv = settings.csv().orElseGet(CsvOptions::standard);
    return new SourceSpec(
        settings.format().name(),
        RowLabels.of(settings.domain().orElse(""), settings.labels().orElse(NO_LABELS)),
        domains.flatMap(JarDomains::code).orElse(""),
        domains.flatMap(JarDomains::prose).orElse(""),
        ColumnSpec.of(settings.columns().orElse(NO_COLUMNS)),
        csv.delimiter(),
        List.copyOf(csv.header()),
        settings.tokens().map(TokenSpec::of).orElse(null),
        settings.license().orElse(""),
        settings.split().name().toLowerCase(Locale.ROOT),
        options.maxDocumentBytes());
  }

  CsvOptions csv() {
    return new CsvOptions(delimiter, header);
  }
}

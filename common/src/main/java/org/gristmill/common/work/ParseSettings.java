package org.gristmill.common.work;

import java.util.Optional;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.gristmill.common.recipe.JarDomains;
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
 */
public record ParseSettings(
    SourceFormat format,
    Optional<String> license,
    Split split,
    Optional<String> domain,
    Optional<JarDomains> domains,
    Optional<Columns> columns,
    Optional<CsvOptions> csv) {
  /**
   * Takes the settings of a source.
   *
   * @param source the source
   * @return its settings
   */
  public static ParseSettings of(Source source) {
    boolean jar = source.format() == SourceFormat.JAR;
    return new ParseSettings(
        source.format(),
        source.license(),
        source.split(),
        source.domain(),
        jar ? Optional.of(source.jarDomains()) : Optional.empty(),
        source.format().hasColumns() ? Optional.of(source.columnNames()) : Optional.empty(),
        source.format() == SourceFormat.CSV ? Optional.of(source.csvOptions()) : Optional.empty());
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

package org.gristmill.common.recipe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * How the records of CSV files are laid out; quotes are {@code "}, doubled inside of quotes.
 *
 * @param delimiter what stands between two fields, one ASCII character; default {@code ,}
 * @param header names of the columns of files without a header; left out, the first record of each
 *     file names them
 */
public record CsvOptions(@Default("','") String delimiter, @Default("[]") List<String> header) {
  private static final int ASCII = 128;

  /** Checks the delimiter and the names. */
  public CsvOptions {
    header = List.copyOf(header);
    Check.that(
        delimiter.length() == 1
            && delimiter.charAt(0) < ASCII
            && "\"\r\n".indexOf(delimiter.charAt(0)) < 0,
        "delimiter",
        "Cannot use delimiter '"
            + delimiter
            + "': it is no single character that can stand between fields; expected one ASCII"
            + " character such as ',' or a tab");
    Set<String> names = new HashSet<>();
    for (String name : header) {
      Check.that(
          names.add(name),
          "header",
          "Cannot use header name '" + name + "': it is taken; expected unique names");
    }
  }

  /**
   * What a source has that does not say.
   *
   * @return commas, and a header in each file
   */
  public static CsvOptions standard() {
    return new CsvOptions(",", List.of());
  }
}

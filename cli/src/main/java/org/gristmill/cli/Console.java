package org.gristmill.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Where a command writes. Results go to {@link #out}, everything said about the work to {@link
 * #err}, so that results can be piped.
 *
 * @param out results
 * @param err progress, advice and complaints
 */
record Console(PrintWriter out, PrintWriter err) {

  /** Prints a result line; {@code %} directives as in {@link String#format}, in English. */
  void print(String format, Object... values) {
    out.println(text(format, values));
    out.flush();
  }

  /** Prints a line about the work under way. */
  void say(String format, Object... values) {
    err.println(text(format, values));
    err.flush();
  }

  private static String text(String format, Object... values) {
    return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
  }
}

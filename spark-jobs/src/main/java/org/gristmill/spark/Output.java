package org.gristmill.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where commands print.
 *
 * @param writer standard output
 * @param errors standard error
 */
record Output(PrintWriter writer, PrintWriter errors) {
  /** The terminal. */
  @SuppressForbidden
  static Output console() {
    return new Output(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  void line(String text) {
    writer.println(text);
    writer.flush();
  }
}

package org.gristmill.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.gristmill.common.hash.Xxh64;

/**
 * The checksum that a report page carries: its last line is a comment with the XXH64 of all lines
 * before it, in 16 hexadecimal digits.
 */
final class PageSeal {

  private static final String FORM = "<!-- xxh64 %s -->\n";
  private static final int LENGTH = Wording.of(FORM, "0".repeat(16)).length();

  private PageSeal() {}

  /** The bytes of the page with its last line. */
  static byte[] seal(String page) {
    byte[] lines = (page.endsWith("\n") ? page : page + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] line = line(lines, lines.length);
    byte[] sealed = Arrays.copyOf(lines, lines.length + LENGTH);
    System.arraycopy(line, 0, sealed, lines.length, LENGTH);
    return sealed;
  }

  /** Whether a page is as it was written. */
  static boolean isSound(byte[] page) {
    int lines = page.length - LENGTH;
    return lines >= 0 && Arrays.equals(page, lines, page.length, line(page, lines), 0, LENGTH);
  }

  private static byte[] line(byte[] bytes, int length) {
    String digits = HexFormat.of().toHexDigits(Xxh64.hash(bytes, 0, length, 0));
    return Wording.of(FORM, digits).getBytes(StandardCharsets.US_ASCII);
  }
}

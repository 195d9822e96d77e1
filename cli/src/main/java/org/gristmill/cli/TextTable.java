package org.gristmill.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in columns as wide as their widest cell. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final String alignment;

  /**
   * Starts a table.
   *
   * @param alignment one letter per column: {@code l} for words, {@code r} for numbers
   */
  TextTable(String alignment) {
    this.alignment = alignment;
  }

  TextTable row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(
          Wording.of("Cannot add %d cells: expected %d", cells.length, alignment.length()));
    }
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    int[] widths = new int[alignment.length()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], columns(row.get(c)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String padding = " ".repeat(widths[c] - columns(row.get(c)));
        line.append(alignment.charAt(c) == 'r' ? padding + row.get(c) : row.get(c) + padding);
        line.append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** Columns that text takes on a terminal, where Chinese characters take two. */
  static int columns(String text) {
    return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
  }

  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}

package org.gristmill.spark.source;

import java.util.OptionalLong;

/**
 * A row, or the rest of a file, that became no document.
 *
 * @param row place in the file as in {@link SourceDocument#row}; empty when the file itself failed
 * @param offset byte offset in the file (in the uncompressed stream for .gz), where it is known
 * @param entry name inside an archive, empty elsewhere
 * @param reason why
 * @param detail the same in words, with values
 */
public record Rejection(
    OptionalLong row, OptionalLong offset, String entry, RejectReason reason, String detail) {

  /** A rejected row. */
  public static Rejection row(
      long row, OptionalLong offset, String entry, RejectReason reason, String detail) {
    return new Rejection(OptionalLong.of(row), offset, entry, reason, detail);
  }

  /** A file that failed as a whole, or from some point on. */
  public static Rejection file(String detail) {
    return new Rejection(
        OptionalLong.empty(), OptionalLong.empty(), "", RejectReason.UNREADABLE_FILE, detail);
  }

  /** Whether the file failed rather than one row of it. */
  public boolean wholeFile() {
    return row.isEmpty();
  }
}

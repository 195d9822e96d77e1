package org.gristmill.spark.document;

/**
 * One span of a document's text that is replaced before encoding.
 *
 * @param start first byte of the unedited text
 * @param end one past the last byte
 * @param replacement text in its place, empty to remove the span
 */
public record Edit(int start, int end, String replacement) {
  /** Checks the order of the bounds. */
  public Edit {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "Cannot edit bytes " + start + " to " + end + ": expected 0 <= start <= end");
    }
  }
}

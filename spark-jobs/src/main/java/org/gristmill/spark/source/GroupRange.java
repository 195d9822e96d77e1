package org.gristmill.spark.source;

/**
 * A range of row groups.
 *
 * @param from first row group
 * @param to one past the last
 */
public record GroupRange(int from, int to) {
  /** Every row group. */
  public static final GroupRange ALL = new GroupRange(0, Integer.MAX_VALUE);

  /** Validates the bounds. */
  public GroupRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "Cannot read row groups " + from + " to " + to + ": expected 0 <= from <= to");
    }
  }
}

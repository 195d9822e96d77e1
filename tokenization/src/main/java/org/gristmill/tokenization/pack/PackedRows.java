package org.gristmill.tokenization.pack;

import java.util.Arrays;

/**
 * Rows of segments; a segment is a stretch of one piece. Filled row by row by a {@link Packer}. Not
 * thread-safe.
 */
public final class PackedRows {
  private int rows;
  private int segments;
  private int[] firstSegments;
  private int[] pieces;
  private int[] offsets;
  private int[] lengths;

  /**
   * No rows yet.
   *
   * @param expected about how many segments will come
   */
  public PackedRows(int expected) {
    int capacity = Math.max(16, expected + expected / 8);
    firstSegments = new int[64];
    pieces = new int[capacity];
    offsets = new int[capacity];
    lengths = new int[capacity];
  }

  /** Starts the next row. */
  public void startRow() {
    if (rows + 1 >= firstSegments.length) {
      firstSegments = Arrays.copyOf(firstSegments, rows * 2 + 2);
    }
    firstSegments[rows++] = segments;
    firstSegments[rows] = segments;
  }

  /** Appends {@code length} tokens of a piece, from {@code offset} on, to the row started last. */
  public void add(int piece, int offset, int length) {
    if (segments == pieces.length) {
      int capacity = segments * 2;
      pieces = Arrays.copyOf(pieces, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    pieces[segments] = piece;
    offsets[segments] = offset;
    lengths[segments++] = length;
    firstSegments[rows] = segments;
  }

  /**
   * The same rows in another order.
   *
   * @param order for each row of the result its number here
   */
  public PackedRows inOrder(int[] order) {
    PackedRows result = new PackedRows(segments);
    for (int row : order) {
      result.startRow();
      for (int s = firstSegments[row]; s < firstSegments[row + 1]; s++) {
        result.add(pieces[s], offsets[s], lengths[s]);
      }
    }
    return result;
  }

  /** Tokens in all rows. */
  public long tokens() {
    long tokens = 0;
    for (int s = 0; s < segments; s++) {
      tokens += lengths[s];
    }
    return tokens;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of the row's first segment; for {@code row == rows()}, of all segments. */
  public int firstSegment(int row) {
    return firstSegments[row];
  }

  /** The piece a segment is of. */
  public int piece(int segment) {
    return pieces[segment];
  }

  /** The segment's first token in its piece. */
  public int offset(int segment) {
    return offsets[segment];
  }

  /** Tokens of a segment. */
  public int length(int segment) {
    return lengths[segment];
  }
}

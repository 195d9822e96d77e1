package org.gristmill.tokenization.pack;

import java.util.OptionalLong;

/**
 * Concatenates pieces in stream order and cuts at row ends. No token is lost and only the last row
 * has room left; about every row border cuts a piece.
 */
public final class ConcatPacker implements Packer {
  /** {@value}. */
  public static final String NAME = "concat";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PackedRows pack(int[] lengths, int count, int capacity) {
    PackedRows rows = new PackedRows(count);
    int free = 0;
    for (int piece = 0; piece < count; piece++) {
      int taken = 0;
      while (taken < lengths[piece]) {
        if (free == 0) {
          rows.startRow();
          free = capacity;
        }
        int length = Math.min(free, lengths[piece] - taken);
        rows.add(piece, taken, length);
        taken += length;
        free -= length;
      }
    }
    return rows;
  }

  @Override
  public RowOrder rowOrder() {
    return RowOrder.PACKED;
  }

  @Override
  public OptionalLong rowsOf(long tokens, int capacity) {
    return OptionalLong.of(Math.floorDiv(tokens + capacity - 1, capacity));
  }
}

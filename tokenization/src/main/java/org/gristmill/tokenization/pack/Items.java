package org.gristmill.tokenization.pack;

import java.util.Arrays;

/** Pieces cut so that each item fits into one row: whole rows first, then the rest. */
final class Items {
  private final int count;
  private final int[] pieces;
  private final int[] offsets;
  private final int[] lengths;

  private Items(int count, int[] pieces, int[] offsets, int[] lengths) {
    this.count = count;
    this.pieces = pieces;
    this.offsets = offsets;
    this.lengths = lengths;
  }

  static Items of(int[] lengths, int count, int capacity) {
    int items = 0;
    for (int p = 0; p < count; p++) {
      items = Math.addExact(items, (lengths[p] - 1) / capacity + 1);
    }
    Items result = new Items(items, new int[items], new int[items], new int[items]);
    int i = 0;
    for (int p = 0; p < count; p++) {
      for (long offset = 0; offset < lengths[p]; offset += capacity) {
        result.pieces[i] = p;
        result.offsets[i] = (int) offset;
        result.lengths[i++] = (int) Math.min(capacity, lengths[p] - offset);
      }
    }
    return result;
  }

  int count() {
    return count;
  }

  int length(int item) {
    return lengths[item];
  }

  /**
   * Rows in the order of their first items, each with its items in order.
   *
   * @param rows the row of each item; rows are numbered from 0 without gaps
   */
  PackedRows inStreamOrder(int[] rows) {
    int opened = Arrays.stream(rows).max().orElse(-1) + 1;
    int[] places = new int[opened];
    Arrays.fill(places, -1);
    int met = 0;
    int[] ends = new int[opened];
    for (int i = 0; i < count; i++) {
      if (places[rows[i]] < 0) {
        places[rows[i]] = met++;
      }
      ends[places[rows[i]]]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] next = new int[opened];
    System.arraycopy(ends, 0, next, Math.min(1, opened), Math.max(0, opened - 1));
    if (opened > 0) {
      next[0] = 0;
    }
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[next[places[rows[i]]]++] = i;
    }
    PackedRows packed = new PackedRows(count);
    int at = 0;
    for (int row = 0; row < opened; row++) {
      packed.startRow();
      for (; at < ends[row]; at++) {
        int item = sorted[at];
        packed.add(pieces[item], offsets[item], lengths[item]);
      }
    }
    return packed;
  }
}

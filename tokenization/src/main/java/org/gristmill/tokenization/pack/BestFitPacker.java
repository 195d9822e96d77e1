package org.gristmill.tokenization.pack;

import java.util.Arrays;

/**
 * Best fit, longest pieces first ("Fewer Truncations Improve Language Modeling", Ding et al., ICML
 * 2024, arXiv 2404.10830). A piece longer than a row is cut into whole rows and a rest; every item
 * then goes to the row with the least room it fits into, or to a new one. Nothing else is cut,
 * nothing is lost; what room is left is padded, usually well under one percent of a window.
 *
 * <p>Equal lengths go in stream order, of rows with equal room the one that got it first is taken.
 * Afterwards the order of the stream is restored: inside a row by piece, rows by their first piece.
 * Costs O(n log capacity) for n pieces.
 */
public final class BestFitPacker implements Packer {
  /** {@value}. */
  public static final String NAME = "best_fit";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PackedRows pack(int[] lengths, int count, int capacity) {
    Items items = Items.of(lengths, count, capacity);
    return items.inStreamOrder(rows(items, capacity));
  }

  /** The row of every item; rows are numbered in the order they were opened. */
  static int[] rows(Items items, int capacity) {
    int[] rows = new int[items.count()];
    FreeSpace free = new FreeSpace(capacity);
    int opened = 0;
    for (int item : longestFirst(items, capacity)) {
      int length = items.length(item);
      int room = free.smallestFor(length);
      int row = room == 0 ? opened++ : free.take(room);
      free.add(row, (room == 0 ? capacity : room) - length);
      rows[item] = row;
    }
    return rows;
  }

  /** Counting sort by falling length; stable. */
  private static int[] longestFirst(Items items, int capacity) {
    int[] starts = new int[capacity + 2];
    for (int i = 0; i < items.count(); i++) {
      starts[capacity - items.length(i) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] sorted = new int[items.count()];
    for (int i = 0; i < items.count(); i++) {
      sorted[starts[capacity - items.length(i)]++] = i;
    }
    return sorted;
  }
}

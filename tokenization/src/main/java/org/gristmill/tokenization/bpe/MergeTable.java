package org.gristmill.tokenization.bpe;

import java.util.Arrays;
import java.util.List;

/**
 * Which pair becomes which token, and how early: an open-addressing hash from pair to (rank,
 * result).
 */
final class MergeTable {
  /** {@link #find} of a pair that never merges; larger than every entry. */
  static final long NONE = Long.MAX_VALUE;

  private final long[] pairs;
  private final long[] values;
  private final int mask;

  /** If a pair is listed twice the later rank counts, as in the reference. */
  MergeTable(List<BpeVocabulary.Merge> merges) {
    int capacity = Integer.highestOneBit(Math.max(8, merges.size()) * 2 - 1) * 2;
    pairs = new long[capacity];
    values = new long[capacity];
    mask = capacity - 1;
    Arrays.fill(pairs, -1);
    for (int rank = 0; rank < merges.size(); rank++) {
      BpeVocabulary.Merge merge = merges.get(rank);
      long pair = (long) merge.left() << 32 | merge.right();
      int at = home(pair);
      while (pairs[at] != -1 && pairs[at] != pair) {
        at = (at + 1) & mask;
      }
      pairs[at] = pair;
      values[at] = (long) rank << 32 | merge.result();
    }
  }

  private int home(long pair) {
    return (int) ((pair * 0x9E3779B97F4A7C15L) >>> 33) & mask;
  }

  /** {@code rank << 32 | result}, or {@link #NONE}. */
  long find(int left, int right) {
    long pair = (long) left << 32 | right;
    int at = home(pair);
    while (true) {
      long found = pairs[at];
      if (found == pair) {
        return values[at];
      }
      if (found == -1) {
        return NONE;
      }
      at = (at + 1) & mask;
    }
  }
}

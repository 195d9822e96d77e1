package org.gristmill.tokenization.bpe;

import java.util.Arrays;
import java.util.List;

/**
 * Which pair becomes which token, and how early: an open-addressing hash from pair to (rank,
 * result). Most pairs asked for never merge: a filter of two megabits at most, which stays in a
 * core's cache, answers for them. Immutable; shared by threads.
 */
final class MergeTable {
  /** {@link #find} of a pair that never merges; larger than every entry. */
  static final long NONE = Long.MAX_VALUE;

  private static final int MOST_FILTER_BITS = 21;

  /** Pair and value, one after the other. */
  private final long[] entries;

  private final int mask;
  private final long[] filter;
  private final int filterShift;

  /** If a pair is listed twice the later rank counts, as in the reference. */
  MergeTable(List<BpeVocabulary.Merge> merges) {
    int capacity = Integer.highestOneBit(Math.max(8, merges.size() + merges.size() / 2)) * 2;
    entries = new long[2 * capacity];
    mask = capacity - 1;
    Arrays.fill(entries, -1);
    int bits = Math.min(MOST_FILTER_BITS, Integer.numberOfTrailingZeros(capacity) + 3);
    filter = new long[1 << (bits - 6)];
    filterShift = Long.SIZE - bits;
    for (int rank = 0; rank < merges.size(); rank++) {
      BpeVocabulary.Merge merge = merges.get(rank);
      long pair = (long) merge.left() << 32 | merge.right();
      long hash = hash(pair);
      int at = home(hash);
      while (entries[at] != -1 && entries[at] != pair) {
        at = next(at);
      }
      entries[at] = pair;
      entries[at + 1] = (long) rank << 32 | merge.result();
      int bit = (int) (hash >>> filterShift);
      filter[bit >> 6] |= 1L << bit;
    }
  }

  private static long hash(long pair) {
    return pair * 0x9E3779B97F4A7C15L;
  }

  private int home(long hash) {
    return ((int) (hash >>> 33) & mask) << 1;
  }

  private int next(int at) {
    return (at + 2) & (entries.length - 1);
  }

  /** {@code rank << 32 | result}, or {@link #NONE}. */
  long find(int left, int right) {
    long pair = (long) left << 32 | right;
    long hash = hash(pair);
    int bit = (int) (hash >>> filterShift);
    if ((filter[bit >> 6] & 1L << bit) == 0) {
      return NONE;
    }
    int at = home(hash);
    while (true) {
      long found = entries[at];
      if (found == pair) {
        return entries[at + 1];
      }
      if (found == -1) {
        return NONE;
      }
      at = next(at);
    }
  }
}

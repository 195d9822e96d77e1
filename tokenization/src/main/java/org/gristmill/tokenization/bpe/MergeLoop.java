package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Byte-pair encoding as it is defined: merge the pair of lowest rank, leftmost first, until none is
 * left. Quadratic; for single tokens and pairs of tokens. One thread at a time.
 */
final class MergeLoop {
  private final MergeTable merges;
  private final int[] byteIds;

  /** What {@link MergeTable#find} says of two bytes, the first in the higher place. */
  private final long[] byteMerges;

  private int[] symbols = new int[64];
  private long[] next = new long[64];
  private int lastRank;
  private int lastLeft;
  private int lastRight;

  MergeLoop(MergeTable merges, int[] byteIds) {
    this(merges, byteIds, new long[1 << 16]);
    for (int i = 0; i < byteMerges.length; i++) {
      int left = byteIds[i >> 8];
      int right = byteIds[i & 0xFF];
      byteMerges[i] = left < 0 || right < 0 ? MergeTable.NONE : merges.find(left, right);
    }
  }

  private MergeLoop(MergeTable merges, int[] byteIds, long[] byteMerges) {
    this.merges = merges;
    this.byteIds = byteIds;
    this.byteMerges = byteMerges;
  }

  /** The same merges for another thread. */
  MergeLoop another() {
    return new MergeLoop(merges, byteIds, byteMerges);
  }

  /** What it merges by. */
  MergeTable merges() {
    return merges;
  }

  /** Number of tokens; they stand in {@link #symbol}. */
  int run(byte[] bytes, int from, int to) {
    int n = to - from;
    reserve(n);
    for (int i = 0; i < n; i++) {
      symbols[i] = byteIds[bytes[from + i] & 0xFF];
    }
    for (int i = 0; i + 1 < n; i++) {
      next[i] = byteMerges[(bytes[from + i] & 0xFF) << 8 | (bytes[from + i + 1] & 0xFF)];
    }
    return merge(n);
  }

  /** The same over the bytes of two tokens, one after the other. */
  int run(byte[] first, byte[] second) {
    reserve(first.length + second.length);
    for (int i = 0; i < first.length; i++) {
      symbols[i] = byteIds[first[i] & 0xFF];
    }
    for (int i = 0; i < second.length; i++) {
      symbols[first.length + i] = byteIds[second[i] & 0xFF];
    }
    for (int i = 0; i + 1 < first.length + second.length; i++) {
      next[i] = merges.find(symbols[i], symbols[i + 1]);
    }
    return merge(first.length + second.length);
  }

  int symbol(int i) {
    return symbols[i];
  }

  /** Rank of the last merge of the last run; undefined if it merged nothing, as its parts are. */
  int lastRank() {
    return lastRank;
  }

  int lastLeft() {
    return lastLeft;
  }

  int lastRight() {
    return lastRight;
  }

  private void reserve(int n) {
    if (n > symbols.length) {
      symbols = Arrays.copyOf(symbols, n * 2);
      next = Arrays.copyOf(next, n * 2);
    }
  }

  private int merge(int n) {
    while (n > 1) {
      int at = 0;
      for (int i = 1; i + 1 < n; i++) {
        if ((next[i] >>> 32) < (next[at] >>> 32)) {
          at = i;
        }
      }
      long best = next[at];
      if (best == MergeTable.NONE) {
        return n;
      }
      lastRank = (int) (best >>> 32);
      lastLeft = symbols[at];
      lastRight = symbols[at + 1];
      symbols[at] = (int) best;
      System.arraycopy(symbols, at + 2, symbols, at + 1, n - at - 2);
      System.arraycopy(next, at + 2, next, at + 1, Math.max(0, n - at - 3));
      n--;
      if (at + 1 < n) {
        next[at] = merges.find(symbols[at], symbols[at + 1]);
      }
      if (at > 0) {
        next[at - 1] = merges.find(symbols[at - 1], symbols[at]);
      }
    }
    return n;
  }
}

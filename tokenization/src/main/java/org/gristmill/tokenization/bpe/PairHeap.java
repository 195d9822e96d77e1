package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Binary heap of (pair, count): largest count first, then smallest pair. Entries may be stale; the
 * owner checks.
 */
final class PairHeap {
  private long[] pairs = new long[1024];
  private long[] counts = new long[1024];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  long topPair() {
    return pairs[0];
  }

  long topCount() {
    return counts[0];
  }

  void push(long pair, long count) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(pair, count, parent)) {
        break;
      }
      pairs[at] = pairs[parent];
      counts[at] = counts[parent];
      at = parent;
    }
    pairs[at] = pair;
    counts[at] = count;
  }

  void pop() {
    size--;
    long pair = pairs[size];
    long count = counts[size];
    int at = 0;
    for (int child = 1; child < size; child = at * 2 + 1) {
      if (child + 1 < size && before(pairs[child + 1], counts[child + 1], child)) {
        child++;
      }
      if (before(pair, count, child)) {
        break;
      }
      pairs[at] = pairs[child];
      counts[at] = counts[child];
      at = child;
    }
    pairs[at] = pair;
    counts[at] = count;
  }

  private boolean before(long pair, long count, int other) {
    return count != counts[other] ? count > counts[other] : pair < pairs[other];
  }
}

package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Counts of adjacent pairs, the words each pair was ever seen in (a superset of those it is in
 * now), and a heap of candidates whose stale entries are corrected when they surface.
 */
final class PairIndex {
  private final TrainingWords words;
  private final PairHeap heap = new PairHeap();

  private long[] keys = new long[1 << 12];
  private int[] slots = new int[1 << 12];
  private long[] pairs = new long[1 << 11];
  private long[] counts = new long[1 << 11];
  private int[][] postings = new int[1 << 11][];
  private int[] postingSizes = new int[1 << 11];
  private int size;

  /** Pairs whose count changed in the running merge, with the count from before it. */
  private int[] touched = new int[256];

  private int touchedSize;
  private long[] countsBefore = new long[1 << 11];
  private int[] touchedIn = new int[1 << 11];
  private int step;

  PairIndex(TrainingWords words) {
    this.words = words;
    step = 1;
    Arrays.fill(keys, -1);
    for (int word = 0; word < words.size(); word++) {
      count(word, 1);
    }
    for (int slot = 0; slot < size; slot++) {
      heap.push(pairs[slot], counts[slot]);
    }
  }

  /** The pair to merge next as {@code left << 32 | right}, or -1 if none reaches {@code least}. */
  long best(long least) {
    while (!heap.isEmpty()) {
      long pair = heap.topPair();
      long claimed = heap.topCount();
      heap.pop();
      long count = counts[slot(pair)];
      if (count == claimed) {
        return count < least ? -1 : pair;
      }
      if (count > 0 && count < claimed) {
        heap.push(pair, count);
      }
    }
    return -1;
  }

  /** Merges the pair in all words. */
  void merge(int left, int right, int result) {
    int slot = slot(pair(left, right));
    int[] posting = postings[slot];
    int postingSize = postingSizes[slot];
    postings[slot] = null;
    postingSizes[slot] = 0;
    step++;
    touchedSize = 0;
    for (int i = 0; i < postingSize; i++) {
      int word = posting[i];
      if (words.contains(word, left, right)) {
        count(word, -1);
        words.merge(word, left, right, result);
        count(word, 1);
      }
    }
    for (int i = 0; i < touchedSize; i++) {
      int changed = touched[i];
      if (counts[changed] > countsBefore[changed]) {
        heap.push(pairs[changed], counts[changed]);
      }
    }
  }

  private void touch(int slot) {
    if (touchedIn[slot] == step) {
      return;
    }
    touchedIn[slot] = step;
    countsBefore[slot] = counts[slot];
    if (touchedSize == touched.length) {
      touched = Arrays.copyOf(touched, touchedSize * 2);
    }
    touched[touchedSize++] = slot;
  }

  private void count(int word, int sign) {
    long weight = sign * words.count(word);
    int last = words.length(word) - 1;
    for (int i = 0; i < last; i++) {
      int slot = slot(pair(words.symbol(word, i), words.symbol(word, i + 1)));
      touch(slot);
      counts[slot] += weight;
      if (sign > 0) {
        post(slot, word);
      }
    }
  }

  private void post(int slot, int word) {
    int n = postingSizes[slot];
    int[] posting = postings[slot];
    if (posting == null) {
      posting = new int[2];
      postings[slot] = posting;
    }
    if (n > 0 && posting[n - 1] == word) {
      return;
    }
    if (n == posting.length) {
      posting = Arrays.copyOf(posting, n * 2);
      postings[slot] = posting;
    }
    posting[n] = word;
    postingSizes[slot] = n + 1;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  private int slot(long pair) {
    int mask = keys.length - 1;
    int at = (int) ((pair * 0x9E3779B97F4A7C15L) >>> 33) & mask;
    while (keys[at] != -1) {
      if (keys[at] == pair) {
        return slots[at];
      }
      at = (at + 1) & mask;
    }
    if (size * 2 >= keys.length) {
      growTable();
      return slot(pair);
    }
    if (size == pairs.length) {
      growSlots();
    }
    keys[at] = pair;
    slots[at] = size;
    pairs[size] = pair;
    return size++;
  }

  private void growSlots() {
    int capacity = size * 2;
    pairs = Arrays.copyOf(pairs, capacity);
    counts = Arrays.copyOf(counts, capacity);
    postings = Arrays.copyOf(postings, capacity);
    postingSizes = Arrays.copyOf(postingSizes, capacity);
    countsBefore = Arrays.copyOf(countsBefore, capacity);
    touchedIn = Arrays.copyOf(touchedIn, capacity);
  }

  private void growTable() {
    int capacity = keys.length * 2;
    keys = new long[capacity];
    slots = new int[capacity];
    Arrays.fill(keys, -1);
    for (int slot = 0; slot < size; slot++) {
      int at = (int) ((pairs[slot] * 0x9E3779B97F4A7C15L) >>> 33) & (capacity - 1);
      while (keys[at] != -1) {
        at = (at + 1) & (capacity - 1);
      }
      keys[at] = pairs[slot];
      slots[at] = slot;
    }
  }
}

package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * All words as token ids in one array; a word shrinks in place as its pairs merge. Words are added
 * as bytes first, and {@link #become} tokens once.
 */
final class TrainingWords {
  private byte[] bytes = new byte[1 << 16];
  private int[] starts = new int[1 << 12];
  private long[] counts = new long[1 << 12];
  private int size;
  private int[] symbols;
  private int[] lengths;

  void add(byte[] word, long count) {
    int start = starts[size];
    long end = (long) start + word.length;
    if (end > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "Cannot train on more than " + start + " bytes of distinct words: expected fewer texts");
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(end * 3 / 2, 2_147_483_639L)));
    }
    System.arraycopy(word, 0, bytes, start, word.length);
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, size * 3 / 2 + 2);
      counts = Arrays.copyOf(counts, size * 3 / 2 + 2);
    }
    counts[size++] = count;
    starts[size] = (int) end;
  }

  boolean[] seenBytes() {
    boolean[] seen = new boolean[256];
    for (int i = 0; i < starts[size]; i++) {
      seen[bytes[i] & 0xFF] = true;
    }
    return seen;
  }

  /** Replaces bytes by their tokens; from here on words only merge. */
  void become(int[] byteIds) {
    symbols = new int[starts[size]];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = byteIds[bytes[i] & 0xFF];
    }
    bytes = new byte[0];
    lengths = new int[size];
    for (int w = 0; w < size; w++) {
      lengths[w] = starts[w + 1] - starts[w];
    }
  }

  int size() {
    return size;
  }

  long count(int word) {
    return counts[word];
  }

  int length(int word) {
    return lengths[word];
  }

  int symbol(int word, int i) {
    return symbols[starts[word] + i];
  }

  /**
   * Replaces every (left, right), from left to right, and tells which pairs went and came.
   *
   * @param before what stood before a merged pair
   * @param after what stood after one
   */
  void merge(
      int word, int left, int right, int result, NeighbourCounts before, NeighbourCounts after) {
    int start = starts[word];
    int end = start + lengths[word];
    int i = start;
    while (i + 1 < end && !(symbols[i] == left && symbols[i + 1] == right)) {
      i++;
    }
    if (i + 1 >= end) {
      return;
    }
    long count = counts[word];
    int kept = i;
    boolean afterResult = false;
    while (i < end) {
      int symbol = symbols[i];
      if (symbol == left && i + 1 < end && symbols[i + 1] == right) {
        if (afterResult) {
          after.add(left, result, count, word);
        } else if (kept > start) {
          int other = symbols[kept - 1];
          before.add(other, other, count, word);
        }
        symbols[kept++] = result;
        i += 2;
        afterResult = true;
      } else {
        if (afterResult) {
          after.add(symbol, symbol, count, word);
        }
        symbols[kept++] = symbol;
        i++;
        afterResult = false;
      }
    }
    lengths[word] = kept - start;
  }
}

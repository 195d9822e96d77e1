package org.gristmill.tokenization.bpe;

import java.util.List;

/** All words as token ids in one array; a word shrinks in place as its pairs merge. */
final class TrainingWords {
  private final int[] symbols;
  private final int[] starts;
  private final int[] lengths;
  private final long[] counts;

  TrainingWords(List<byte[]> words, long[] counts, int[] byteIds) {
    this.counts = counts;
    this.starts = new int[words.size()];
    this.lengths = new int[words.size()];
    long total = 0;
    for (byte[] word : words) {
      total += word.length;
    }
    this.symbols = new int[Math.toIntExact(total)];
    int at = 0;
    for (int w = 0; w < starts.length; w++) {
      starts[w] = at;
      lengths[w] = words.get(w).length;
      for (byte b : words.get(w)) {
        symbols[at++] = byteIds[b & 0xFF];
      }
    }
  }

  int size() {
    return starts.length;
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

  /** Replaces every (left, right), from left to right; false if the word holds none. */
  boolean merge(int word, int left, int right, int result) {
    int start = starts[word];
    int length = lengths[word];
    int kept = 0;
    for (int i = 0; i < length; i++) {
      int symbol = symbols[start + i];
      if (symbol == left && i + 1 < length && symbols[start + i + 1] == right) {
        symbol = result;
        i++;
      }
      symbols[start + kept++] = symbol;
    }
    lengths[word] = kept;
    return kept < length;
  }

  /** Whether (left, right) stands anywhere in the word. */
  boolean contains(int word, int left, int right) {
    int start = starts[word];
    int last = start + lengths[word] - 1;
    for (int i = start; i < last; i++) {
      if (symbols[i] == left && symbols[i + 1] == right) {
        return true;
      }
    }
    return false;
  }
}

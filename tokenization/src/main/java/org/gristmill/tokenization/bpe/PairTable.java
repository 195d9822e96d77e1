package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/** The first count of pairs: of bytes, so that a square table holds them. */
final class PairTable {
  private final int[] codes;
  private final int[] ids;
  private final long[] counts;
  private final int[][] postings;

  /** Receives a pair, its count and its words. */
  interface Member {
    void accept(int left, int right, long count, int[] words);
  }

  /**
   * @param words of at most 256 different tokens
   */
  PairTable(TrainingWords words) {
    int[] found = new int[256];
    int[] byId = new int[1024];
    Arrays.fill(byId, -1);
    int size = 0;
    for (int word = 0; word < words.size(); word++) {
      for (int i = 0; i < words.length(word); i++) {
        int id = words.symbol(word, i);
        if (id >= byId.length) {
          int old = byId.length;
          byId = Arrays.copyOf(byId, id * 2);
          Arrays.fill(byId, old, byId.length, -1);
        }
        if (byId[id] < 0) {
          byId[id] = size;
          found[size++] = id;
        }
      }
    }
    ids = found;
    codes = byId;
    counts = new long[256 * 256];
    postings = new int[256 * 256][];
    int[] sizes = new int[256 * 256];
    walk(words, (at, word) -> sizes[at]++);
    for (int at = 0; at < sizes.length; at++) {
      postings[at] = new int[sizes[at]];
    }
    Arrays.fill(sizes, 0);
    walk(words, (at, word) -> postings[at][sizes[at]++] = word);
  }

  private interface Visitor {
    void visit(int at, int word);
  }

  /** Visits each word once for each different pair in it, and counts on the way. */
  private void walk(TrainingWords words, Visitor visitor) {
    Arrays.fill(counts, 0);
    int[] last = new int[256 * 256];
    Arrays.fill(last, -1);
    for (int word = 0; word < words.size(); word++) {
      int end = words.length(word) - 1;
      for (int i = 0; i < end; i++) {
        int at = codes[words.symbol(word, i)] << 8 | codes[words.symbol(word, i + 1)];
        counts[at] += words.count(word);
        if (last[at] != word) {
          last[at] = word;
          visitor.visit(at, word);
        }
      }
    }
  }

  void forEach(Member member) {
    for (int at = 0; at < counts.length; at++) {
      if (counts[at] > 0) {
        member.accept(ids[at >> 8], ids[at & 0xFF], counts[at], postings[at]);
      }
    }
  }
}

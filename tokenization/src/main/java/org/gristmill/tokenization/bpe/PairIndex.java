package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Counts of adjacent pairs, the words each pair was ever seen in (a superset of those it is in
 * now), and a heap of candidates whose stale entries are corrected when they surface.
 *
 * <p>The count of a pair is largest when the later of its two tokens has just been made, since only
 * that puts the two side by side; from then on it falls. So pairs that start below the least count
 * that may merge are never kept, which is most of them.
 */
final class PairIndex {
  private static final long FREE = -1;

  private final TrainingWords words;
  private final long least;
  private final PairHeap heap = new PairHeap();
  private final NeighbourCounts before;
  private final NeighbourCounts after;

  // one entry per pair, at the place of its hash
  private long[] keys = new long[1 << 12];
  private long[] counts = new long[1 << 12];
  private int[][] postings = new int[1 << 12][];
  private int size;

  /**
   * @param tokens how many there will be about
   * @param least smallest count that merges
   */
  PairIndex(TrainingWords words, int tokens, long least) {
    this.words = words;
    this.least = least;
    before = new NeighbourCounts(tokens);
    after = new NeighbourCounts(tokens);
    Arrays.fill(keys, FREE);
    countAll();
  }

  /** Every pair of every word, in two passes so that lists of words have their length at once. */
  private void countAll() {
    PairTable first = new PairTable(words);
    first.forEach(
        (left, right, count, posting) -> {
          if (count >= least) {
            int at = place(pair(left, right));
            counts[at] = count;
            postings[at] = posting;
            heap.push(pair(left, right), count);
          }
        });
  }

  /**
   * The pair to merge next as {@code left << 32 | right}, or -1 if none reaches the least count.
   */
  long best() {
    while (!heap.isEmpty()) {
      long pair = heap.topPair();
      long claimed = heap.topCount();
      heap.pop();
      int at = find(pair);
      if (at >= 0 && counts[at] == claimed) {
        return pair;
      }
      if (at >= 0 && counts[at] >= least && counts[at] < claimed) {
        heap.push(pair, counts[at]);
      }
    }
    return -1;
  }

  /** Never offers this pair again. */
  void discard(long pair) {
    int at = find(pair);
    if (at >= 0) {
      counts[at] = 0;
      postings[at] = null;
    }
  }

  /** Merges the pair in all words; nothing if it stands in none. */
  void merge(int left, int right, int result) {
    int at = find(pair(left, right));
    if (at < 0 || postings[at] == null) {
      return;
    }
    for (int word : postings[at]) {
      words.merge(word, left, right, result, before, after);
    }
    before.flush(
        new Flush() {
          @Override
          long old(int id) {
            return pair(id, left);
          }

          @Override
          long now(int id) {
            return pair(id, result);
          }
        });
    after.flush(
        new Flush() {
          @Override
          long old(int id) {
            return pair(right, id);
          }

          @Override
          long now(int id) {
            return pair(result, id);
          }
        });
    discard(pair(left, right));
  }

  private abstract class Flush implements NeighbourCounts.Changes {
    abstract long old(int id);

    abstract long now(int id);

    @Override
    public void dropped(int id, long count) {
      int at = find(old(id));
      if (at >= 0) {
        counts[at] -= count;
        if (counts[at] < least) {
          postings[at] = null;
        }
      }
    }

    @Override
    public boolean added(int id, long count) {
      int known = find(now(id));
      if (known < 0 && count < least) {
        return false;
      }
      int at = place(now(id));
      counts[at] += count;
      heap.push(now(id), counts[at]);
      return true;
    }

    @Override
    public void words(int id, int[] words) {
      int at = find(now(id));
      postings[at] = postings[at] == null ? words : joined(postings[at], words);
    }
  }

  private static int[] joined(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  private static int home(long pair, int mask) {
    return (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & mask;
  }

  /** Place of a known pair, or -1. */
  private int find(long pair) {
    int mask = keys.length - 1;
    for (int at = home(pair, mask); ; at = (at + 1) & mask) {
      if (keys[at] == pair) {
        return at;
      }
      if (keys[at] == FREE) {
        return -1;
      }
    }
  }

  /** Place of a pair, which is made if it is new. */
  private int place(long pair) {
    int known = find(pair);
    if (known >= 0) {
      return known;
    }
    if (size * 8L >= keys.length * 5L) {
      grow();
    }
    int at = freePlace(pair);
    keys[at] = pair;
    size++;
    return at;
  }

  private int freePlace(long pair) {
    int mask = keys.length - 1;
    int at = home(pair, mask);
    while (keys[at] != FREE) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Doubles the table unless dropping pairs that can never merge makes room enough. */
  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    int[][] oldPostings = postings;
    int alive = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      alive += oldKeys[i] != FREE && oldCounts[i] >= least ? 1 : 0;
    }
    int capacity = alive * 3L > oldKeys.length ? oldKeys.length * 2 : oldKeys.length;
    keys = new long[capacity];
    counts = new long[capacity];
    postings = new int[capacity][];
    Arrays.fill(keys, FREE);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE && oldCounts[i] >= least) {
        int at = freePlace(oldKeys[i]);
        keys[at] = oldKeys[i];
        counts[at] = oldCounts[i];
        postings[at] = oldPostings[i];
        size++;
      }
    }
  }
}

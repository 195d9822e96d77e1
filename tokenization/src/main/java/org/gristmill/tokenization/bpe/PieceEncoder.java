package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * Exact byte-pair encoding of one piece in near-linear time, for any merge table.
 *
 * <p>Why it is exact: let every token of a sequence be what merging makes of its own bytes, and
 * every two neighbours what merging makes of theirs. Merging the whole text picks at each moment
 * the pair that is first by (rank, position); seen from two neighbours alone that is the order of
 * merging just them. The first merge across a border would therefore also happen when those two are
 * merged alone, which it does not. So the sequence is the encoding of the text, and there is
 * exactly one such sequence. It is searched depth first, longest token first; a text position that
 * was once a border and led nowhere is never tried again, since the tokens before a border are
 * unique too.
 *
 * <p>Known from the rust-gems "bpe" crate (GitHub, 2024), which walks merge trees of tables in
 * which a merge's parts have lower ranks. {@link MergeTrees} does so here; the few tokens of other
 * tables whose merges happen in another order are merged anew, and the answers remembered. One
 * thread at a time.
 */
final class PieceEncoder {
  private static final int MEMO_BITS = 16;

  /** A short ASCII piece has its few merges done sooner than searched for. */
  private static final int LONGEST_MERGED = 15;

  private final BpeModel model;
  private final CrossingMerges crossing;
  private final MergeTrees trees;
  private final MergeLoop loop;

  /** Answers for pairs that {@link MergeTrees} has none for; empty where it always has. */
  private final long[] memo;

  private long[] dead = new long[16];

  PieceEncoder(BpeModel model) {
    this.model = model;
    this.crossing = model.crossing();
    this.trees = model.trees();
    this.loop = model.mergeLoop();
    memo = new long[trees.areAllOrdered() ? 0 : 1 << MEMO_BITS];
    Arrays.fill(memo, -1);
  }

  /**
   * Writes the tokens of {@code utf8[from .. to)} to {@code target} at {@code at}; returns the
   * index after them.
   */
  int encode(byte[] utf8, int from, int to, int[] target, int at) {
    return to - from <= LONGEST_MERGED && utf8[to - 1] >= 0
        ? merge(utf8, from, to, target, at)
        : search(utf8, from, to, target, at);
  }

  private int merge(byte[] utf8, int from, int to, int[] target, int at) {
    int count = loop.run(utf8, from, to);
    for (int i = 0; i < count; i++) {
      target[at + i] = loop.symbol(i);
    }
    return at + count;
  }

  /** The same by the search alone. */
  int search(byte[] utf8, int from, int to, int[] target, int at) {
    int n = at;
    int position = from;
    boolean anyDead = false;
    long longest = model.longest(utf8, from, to);
    int candidate = (int) longest;
    int length = (int) (longest >>> 32);
    while (position < to) {
      boolean free = n == at || crossing.possible(utf8, position, from, to) == 0;
      int before = free ? TokenTrie.NONE : target[n - 1];
      while (candidate != TokenTrie.NONE
          && ((anyDead && isDead(position + length - from))
              || (!free && !stayApart(before, candidate)))) {
        candidate = model.shorter(candidate);
        length = candidate == TokenTrie.NONE ? 0 : model.length(candidate);
      }
      if (candidate != TokenTrie.NONE) {
        target[n++] = candidate;
        position += length;
        if (position < to) {
          longest = model.longest(utf8, position, to);
          candidate = (int) longest;
          length = (int) (longest >>> 32);
        }
      } else {
        if (!anyDead) {
          anyDead = true;
          clearDead(to - from);
        }
        markDead(position - from);
        // fails loudly rather than looping if the table broke the proof: every byte is a token
        int last = target[--n];
        position -= model.length(last);
        candidate = model.shorter(last);
        length = candidate == TokenTrie.NONE ? 0 : model.length(candidate);
      }
    }
    return n;
  }

  private boolean stayApart(int first, int second) {
    if (trees.areOrdered(first, second)) {
      return trees.apart(first, second);
    }
    long pair = (long) first << 32 | (long) second << 1;
    int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> (64 - MEMO_BITS));
    long known = memo[slot];
    if ((known & ~1L) == pair) {
      return (known & 1) != 0;
    }
    boolean apart =
        loop.run(model.bytes(first), model.bytes(second)) == 2
            && loop.symbol(0) == first
            && loop.symbol(1) == second;
    memo[slot] = pair | (apart ? 1 : 0);
    return apart;
  }

  private void clearDead(int length) {
    int words = (length >> 6) + 1;
    if (words > dead.length) {
      dead = new long[words * 2];
    }
    Arrays.fill(dead, 0, words, 0);
  }

  private void markDead(int offset) {
    dead[offset >> 6] |= 1L << offset;
  }

  private boolean isDead(int offset) {
    return (dead[offset >> 6] & 1L << offset) != 0;
  }
}

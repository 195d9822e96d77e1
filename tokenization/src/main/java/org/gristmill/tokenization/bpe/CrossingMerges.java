package org.gristmill.tokenization.bpe;

import java.util.List;

/**
 * A filter that answers "might some merge reach across the border of these two tokens?" with no
 * false "no". A merge that crosses has a left part ending like the first token and a right part
 * starting like the second. Merges with three bytes or more on both sides are hashed by those six
 * bytes, all others mark their two bytes at the border.
 */
final class CrossingMerges {
  private static final int HASH_BITS = 21;

  private final long[] wide = new long[1 << (HASH_BITS - 6)];
  private final long[] narrow = new long[(1 << 16) >> 6];

  /** Three last and three first bytes of each token; -1 for shorter tokens. */
  private final int[] tails;

  private final int[] heads;
  private final byte[] lasts;
  private final byte[] firsts;

  CrossingMerges(byte[][] tokens, List<BpeVocabulary.Merge> merges) {
    tails = new int[tokens.length];
    heads = new int[tokens.length];
    lasts = new byte[tokens.length];
    firsts = new byte[tokens.length];
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id];
      if (token == null || token.length == 0) {
        continue;
      }
      int n = token.length;
      lasts[id] = token[n - 1];
      firsts[id] = token[0];
      tails[id] = n < 3 ? -1 : three(token, n - 3);
      heads[id] = n < 3 ? -1 : three(token, 0);
    }
    for (BpeVocabulary.Merge merge : merges) {
      int tail = tails[merge.left()];
      int head = heads[merge.right()];
      if (tail < 0 || head < 0) {
        set(narrow, border(merge.left(), merge.right()));
      } else {
        set(wide, hash(tail, head));
      }
    }
  }

  boolean possible(int first, int second) {
    if (isSet(narrow, border(first, second))) {
      return true;
    }
    int tail = tails[first];
    int head = heads[second];
    return tail >= 0 && head >= 0 && isSet(wide, hash(tail, head));
  }

  private int border(int first, int second) {
    return (lasts[first] & 0xFF) << 8 | (firsts[second] & 0xFF);
  }

  private static int three(byte[] token, int at) {
    return (token[at] & 0xFF) << 16 | (token[at + 1] & 0xFF) << 8 | (token[at + 2] & 0xFF);
  }

  private static int hash(int tail, int head) {
    return (int) ((((long) tail << 24 | head) * 0x9E3779B97F4A7C15L) >>> (64 - HASH_BITS));
  }

  private static void set(long[] bits, int i) {
    bits[i >> 6] |= 1L << i;
  }

  private static boolean isSet(long[] bits, int i) {
    return (bits[i >> 6] & 1L << i) != 0;
  }
}

package org.gristmill.tokenization.bpe;

import java.util.List;

/**
 * A filter that answers "might some merge reach across this place of the text?" with no false "no".
 * A merge that does has a left part that ends there and a right part that starts there. Merges with
 * three bytes or more on both sides are hashed by those six bytes, all others mark their two bytes
 * at the border. Immutable; shared by threads.
 */
final class CrossingMerges {
  private static final int HASH_BITS = 21;

  private final long[] wide = new long[1 << (HASH_BITS - 6)];
  private final long[] narrow = new long[(1 << 16) >> 6];

  CrossingMerges(byte[][] tokens, List<BpeVocabulary.Merge> merges) {
    for (BpeVocabulary.Merge merge : merges) {
      byte[] left = tokens[merge.left()];
      byte[] right = tokens[merge.right()];
      if (left.length < 3 || right.length < 3) {
        set(narrow, two(left[left.length - 1], right[0]));
      } else {
        set(wide, hash(three(left, left.length - 3), three(right, 0)));
      }
    }
  }

  /**
   * Writes the borders of characters inside a piece that no merge can reach across: what stands
   * before and behind them may be merged alone.
   *
   * @param cuts where to write, from index {@code at}; needs room for one a byte
   * @return the index after them
   */
  int cut(byte[] utf8, int from, int to, int[] cuts, int at) {
    int n = at;
    int i = from + Utf8.length(utf8[from]);
    while (i < to) {
      // no branch: which borders are cuts, nobody can predict
      cuts[n] = i;
      n += 1 - possible(utf8, i, from, to);
      i += Utf8.length(utf8[i]);
    }
    return n;
  }

  /**
   * 1 if some merge might reach across a border in the piece {@code from .. to} that has text on
   * both sides, else 0.
   */
  int possible(byte[] utf8, int border, int from, int to) {
    int close = bit(narrow, two(utf8[border - 1], utf8[border]));
    if (border - from < 3 || to - border < 3) {
      return close;
    }
    return close | bit(wide, hash(three(utf8, border - 3), three(utf8, border)));
  }

  private static int two(byte last, byte first) {
    return (last & 0xFF) << 8 | (first & 0xFF);
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

  private static int bit(long[] bits, int i) {
    return (int) (bits[i >> 6] >>> i) & 1;
  }
}

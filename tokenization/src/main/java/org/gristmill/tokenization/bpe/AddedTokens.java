package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds tokens that are cut out of the text before anything else: leftmost first, the longest at
 * one place.
 */
final class AddedTokens {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[][] texts;
  private final int[] ids;
  private final TokenTrie trie;
  private final boolean[] starts = new boolean[256];

  /** Eight times the first byte of all tokens, if they begin with the same, else 0. */
  private final long onlyStart;

  AddedTokens(Map<String, Integer> tokens) {
    texts = new byte[tokens.size()][];
    ids = new int[texts.length];
    int n = 0;
    for (Map.Entry<String, Integer> token : tokens.entrySet()) {
      texts[n] = token.getKey().getBytes(StandardCharsets.UTF_8);
      ids[n++] = token.getValue();
    }
    trie = TokenTrie.of(texts, IntStream.range(0, n).boxed().collect(Collectors.toList()));
    for (byte[] text : texts) {
      starts[text[0] & 0xFF] = true;
    }
    onlyStart = onlyStart();
  }

  private long onlyStart() {
    long only = 0;
    for (int b = 1; b < starts.length; b++) {
      if (starts[b] && only != 0) {
        return 0;
      }
      only = starts[b] ? b * LOW_BITS : only;
    }
    return starts[0] ? 0 : only;
  }

  /** The first index in {@code from .. to} at which a token stands; {@code to} if none does. */
  int find(byte[] utf8, int from, int to) {
    if (texts.length == 0) {
      return to;
    }
    int i = from;
    while (i < to) {
      if (onlyStart != 0 && i + Long.BYTES <= to) {
        long different = (long) LONGS.get(utf8, i) ^ onlyStart;
        // the high bit of every byte that is 0, and maybe of some after the first of these
        long equal = (different - LOW_BITS) & ~different & LOW_BITS << 7;
        if (equal == 0) {
          i += Long.BYTES;
          continue;
        }
        i += Long.numberOfTrailingZeros(equal) >>> 3;
      }
      if (starts[utf8[i] & 0xFF] && longest(utf8, i, to) != TokenTrie.NONE) {
        return i;
      }
      i++;
    }
    return to;
  }

  /** The id at a place that {@link #find} gave. */
  int id(byte[] utf8, int at, int to) {
    return ids[longest(utf8, at, to)];
  }

  /** The length in bytes at a place that {@link #find} gave. */
  int length(byte[] utf8, int at, int to) {
    return texts[longest(utf8, at, to)].length;
  }

  private int longest(byte[] utf8, int at, int to) {
    return (int) trie.longest(utf8, at, to);
  }
}

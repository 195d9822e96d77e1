package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers the tokens of pieces of 16 to 63 bytes: rules of dashes, indents, long names, of which
 * few come once. Forgets all when it is full. One thread at a time.
 */
final class LongPieces {
  static final int SHORTEST = 2 * Long.BYTES;

  private static final int MOST_PIECES = 1 << 14;
  private static final int INDEX_BITS = 15;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Number of the piece plus 1, 0 where there is none. */
  private final int[] index = new int[1 << INDEX_BITS];

  /** Where the bytes and the tokens of each piece end. */
  private final int[] textEnds = new int[MOST_PIECES + 1];

  private final int[] tokenEnds = new int[MOST_PIECES + 1];
  private byte[] texts = new byte[1 << 12];
  private int[] tokens = new int[1 << 10];
  private int used;

  /**
   * Writes the tokens of a piece to {@code target} at {@code at}; returns the index after them, or
   * {@code at} if it does not know the piece.
   */
  int write(byte[] utf8, int from, int to, int[] target, int at) {
    int piece = index[place(utf8, from, to)] - 1;
    if (piece < 0) {
      return at;
    }
    int count = tokenEnds[piece + 1] - tokenEnds[piece];
    for (int i = 0; i < count; i++) {
      target[at + i] = tokens[tokenEnds[piece] + i];
    }
    return at + count;
  }

  /** Stores the tokens {@code target[at .. end)} of a piece that is not there. */
  void put(byte[] utf8, int from, int to, int[] target, int at, int end) {
    if (used == MOST_PIECES) {
      Arrays.fill(index, 0);
      used = 0;
    }
    int place = place(utf8, from, to);
    int textEnd = textEnds[used] + to - from;
    int tokenEnd = tokenEnds[used] + end - at;
    if (textEnd > texts.length) {
      texts = Arrays.copyOf(texts, 2 * texts.length);
    }
    if (tokenEnd > tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * tokens.length);
    }
    System.arraycopy(utf8, from, texts, textEnds[used], to - from);
    System.arraycopy(target, at, tokens, tokenEnds[used], end - at);
    index[place] = ++used;
    textEnds[used] = textEnd;
    tokenEnds[used] = tokenEnd;
  }

  /** Where the index holds the piece, or has room for it. */
  private int place(byte[] utf8, int from, int to) {
    int at = (int) (hash(utf8, from, to) >>> (Long.SIZE - INDEX_BITS));
    while (true) {
      int piece = index[at] - 1;
      if (piece < 0 || Arrays.equals(texts, textEnds[piece], textEnds[piece + 1], utf8, from, to)) {
        return at;
      }
      at = (at + 1) & (index.length - 1);
    }
  }

  private static long hash(byte[] utf8, int from, int to) {
    long hash = (long) to - from;
    for (int i = from; i + Long.BYTES < to; i += Long.BYTES) {
      hash = mixed(hash, (long) LONGS.get(utf8, i));
    }
    return mixed(hash, (long) LONGS.get(utf8, to - Long.BYTES));
  }

  private static long mixed(long hash, long word) {
    return Long.rotateLeft((hash ^ word) * 0x9E3779B97F4A7C15L, 31) * 0xD6E8FEB86659FD93L;
  }
}

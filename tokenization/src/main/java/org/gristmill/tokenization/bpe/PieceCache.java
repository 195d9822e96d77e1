package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers the tokens of pieces of up to 15 bytes, keyed by their bytes, length and kind, so that
 * a lookup compares whole pieces. When it is full the older half is forgotten, but for what was
 * asked for since: a forgotten piece only costs its encoding. One thread at a time.
 */
final class PieceCache {
  static final int LONGEST_PIECE = 15;

  /** Bytes that must lie behind the start of a piece for {@link #find(byte[], int, int)}. */
  static final int REACH = 16;

  /** Keeps pieces of the same bytes but another meaning apart. */
  static final int OTHER_KIND = 16;

  static final long UNKNOWN = PieceTable.UNKNOWN;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What of the first and of the second eight bytes belongs to a piece of each length. */
  private static final long[] FIRST = new long[LONGEST_PIECE + 1];

  private static final long[] SECOND = new long[LONGEST_PIECE + 1];

  static {
    for (int length = 0; length <= LONGEST_PIECE; length++) {
      FIRST[length] = low(length);
      SECOND[length] = low(length - Long.BYTES);
    }
  }

  private PieceTable young = new PieceTable();

  /** None until the first table is full. */
  private PieceTable old;

  /**
   * What {@link #write} makes tokens of; {@link #UNKNOWN} if only {@link #recall} may know it.
   *
   * @param kind 0 or {@link #OTHER_KIND}
   */
  long find(byte[] utf8, int from, int length, int kind) {
    return young.find(first(utf8, from, length), second(utf8, from, length, kind));
  }

  /** The same for a piece of kind 0 with {@value #REACH} bytes from its start on in the array. */
  long find(byte[] utf8, int from, int length) {
    return young.find(
        (long) LONGS.get(utf8, from) & FIRST[length],
        ((long) LONGS.get(utf8, from + Long.BYTES) & SECOND[length]) | ((long) length << 56));
  }

  /**
   * Writes the tokens of a piece to {@code target} at {@code at}; returns the index after them.
   *
   * @param known what {@link #find} gave just before
   * @param room index up to which {@code target} may be written, whether or not tokens come there
   */
  int write(long known, int[] target, int at, int room) {
    return young.write(known, target, at, room);
  }

  /**
   * Writes the tokens of a piece that {@link #find} does not know, if it was known long ago;
   * returns the index after them, or {@code at}.
   */
  int recall(byte[] utf8, int from, int length, int kind, int[] target, int at) {
    if (old == null) {
      return at;
    }
    long known = old.find(first(utf8, from, length), second(utf8, from, length, kind));
    return known == UNKNOWN ? at : old.write(known, target, at, at + length);
  }

  /** Stores the tokens {@code target[at .. end)} of a piece that {@link #find} does not know. */
  void put(byte[] utf8, int from, int length, int kind, int[] target, int at, int end) {
    if (!young.hasRoom(end - at)) {
      PieceTable cleared = old == null ? new PieceTable() : old;
      cleared.clear();
      old = young;
      young = cleared;
    }
    young.put(first(utf8, from, length), second(utf8, from, length, kind), target, at, end);
  }

  private static long first(byte[] utf8, int from, int length) {
    return word(utf8, from, length);
  }

  private static long second(byte[] utf8, int from, int length, int kind) {
    long word = length > Long.BYTES ? word(utf8, from + Long.BYTES, length - Long.BYTES) : 0;
    return word | (long) (length + kind) << 56;
  }

  /** Up to eight bytes as a little-endian number. */
  private static long word(byte[] utf8, int from, int length) {
    if (from + Long.BYTES <= utf8.length) {
      return (long) LONGS.get(utf8, from) & low(length);
    }
    long word = 0;
    for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
      word = word << 8 | (utf8[from + i] & 0xFF);
    }
    return word;
  }

  /** So many bytes of ones, eight at most, from the lowest. */
  private static long low(int bytes) {
    return bytes >= Long.BYTES ? -1 : bytes <= 0 ? 0 : (1L << (bytes << 3)) - 1;
  }
}

package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers the tokens of pieces of up to 15 bytes, in 8 MiB. Two open tables, pieces of up to 7
 * bytes keyed by one long and longer ones by two, length and kind in the top byte, so that a lookup
 * compares whole pieces. Full neighbourhoods are overwritten: a forgotten piece only costs its
 * encoding. One thread at a time.
 */
final class PieceCache {
  static final int LONGEST_PIECE = 15;

  /** Keeps pieces of the same bytes but another meaning apart. */
  static final int OTHER_KIND = 16;

  static final long UNKNOWN = 0;

  private static final int ID_BITS = 28;

  private static final int SHORT_BITS = 18;
  private static final int LONG_BITS = 17;
  private static final int PROBES = 4;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // key, value
  private final long[] shorts = new long[2 << SHORT_BITS];
  // first eight bytes, the others, value, unused
  private final long[] longs = new long[4 << LONG_BITS];
  private int[] arena = new int[1 << 16];
  private int arenaUsed;

  /** Low 7 or 8 bytes of the piece as a little-endian number, zero beyond its end. */
  static long word(byte[] utf8, int from, int length) {
    if (from + Long.BYTES <= utf8.length) {
      long all = (long) LONGS.get(utf8, from);
      return length >= Long.BYTES ? all : all & (1L << (length << 3)) - 1;
    }
    long word = 0;
    for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
      word = word << 8 | (utf8[from + i] & 0xFF);
    }
    return word;
  }

  /**
   * What {@link #write} makes tokens of, or {@link #UNKNOWN}.
   *
   * @param kind 0 or {@link #OTHER_KIND}
   */
  long find(byte[] utf8, int from, int length, int kind) {
    if (length < Long.BYTES) {
      return find(word(utf8, from, length) | (long) (length + kind) << 56);
    }
    long first = word(utf8, from, Long.BYTES);
    long second = rest(utf8, from, length, kind);
    int slot = longSlot(first, second);
    for (int probe = 0; probe < PROBES; probe++) {
      int s = (slot + 4 * probe) & (longs.length - 1);
      if (longs[s] == first && longs[s + 1] == second) {
        return longs[s + 2];
      }
    }
    return UNKNOWN;
  }

  /** The same for up to seven bytes as a little-endian number, their count in the top byte. */
  long find(long key) {
    int slot = shortSlot(key);
    for (int probe = 0; probe < PROBES; probe++) {
      int s = (slot + 2 * probe) & (shorts.length - 1);
      if (shorts[s] == key) {
        return shorts[s + 1];
      }
    }
    return UNKNOWN;
  }

  /** Stores the tokens {@code target[at .. end)} of a piece. */
  void put(byte[] utf8, int from, int length, int kind, int[] target, int at, int end) {
    long value = value(target, at, end);
    if (length < Long.BYTES) {
      long key = word(utf8, from, length) | (long) (length + kind) << 56;
      int slot = shortSlot(key);
      int free = slot;
      for (int probe = PROBES - 1; probe >= 0; probe--) {
        int s = (slot + 2 * probe) & (shorts.length - 1);
        if (shorts[s] == 0) {
          free = s;
        }
      }
      shorts[free] = key;
      shorts[free + 1] = value;
      return;
    }
    long first = word(utf8, from, Long.BYTES);
    long second = rest(utf8, from, length, kind);
    int slot = longSlot(first, second);
    int free = slot;
    for (int probe = PROBES - 1; probe >= 0; probe--) {
      int s = (slot + 4 * probe) & (longs.length - 1);
      if (longs[s + 1] == 0) {
        free = s;
      }
    }
    longs[free] = first;
    longs[free + 1] = second;
    longs[free + 2] = value;
  }

  private static long rest(byte[] utf8, int from, int length, int kind) {
    return word(utf8, from + Long.BYTES, length - Long.BYTES) | (long) (length + kind) << 56;
  }

  /** Count in the top byte; below it up to two ids of 28 bits, or a place in the arena. */
  private long value(int[] target, int at, int end) {
    int count = end - at;
    long top = (long) count << 56;
    if (count == 1) {
      return top | target[at];
    }
    if (count == 2) {
      return top | (long) target[at + 1] << ID_BITS | target[at];
    }
    if (arenaUsed + count > arena.length) {
      if (arena.length >= 1 << 20) {
        Arrays.fill(shorts, 0);
        Arrays.fill(longs, 0);
        arenaUsed = 0;
      } else {
        arena = Arrays.copyOf(arena, arena.length * 2);
      }
    }
    System.arraycopy(target, at, arena, arenaUsed, count);
    long value = top | arenaUsed;
    arenaUsed += count;
    return value;
  }

  /**
   * Writes the tokens of a piece to {@code target} at {@code at}; returns the index after them.
   *
   * @param room index up to which {@code target} may be written, whether or not tokens come there
   */
  int write(long known, int[] target, int at, int room) {
    int count = (int) (known >>> 56);
    if (count <= 2 && at + 1 < room) {
      target[at] = (int) known & (1 << ID_BITS) - 1;
      target[at + 1] = (int) (known >>> ID_BITS) & (1 << ID_BITS) - 1;
    } else if (count == 1) {
      target[at] = (int) known;
    } else {
      System.arraycopy(arena, (int) known, target, at, count);
    }
    return at + count;
  }

  private static int shortSlot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> (64 - SHORT_BITS)) << 1;
  }

  private static int longSlot(long first, long second) {
    long mixed = (first ^ Long.rotateLeft(second * 0xD6E8FEB86659FD93L, 31)) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> (64 - LONG_BITS)) << 2;
  }
}

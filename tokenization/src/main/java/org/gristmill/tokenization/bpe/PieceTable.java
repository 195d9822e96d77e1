package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * A hash table from short pieces to their tokens. The pieces stand in the order in which they came,
 * beside an index of their places: those met first are those met most, and so a text's common words
 * lie close together, in few cache lines and few pages of memory. One thread at a time.
 */
final class PieceTable {
  /** {@link #find} of a piece that is not there. */
  static final long UNKNOWN = 0;

  private static final int PIECE_BITS = 17;
  private static final int PIECE = (1 << PIECE_BITS) - 1;
  private static final int FIRST_INDEX_BITS = 12;
  private static final int ID_BITS = 28;
  private static final int MOST_IN_ARENA = 1 << 20;

  // two words of the piece, value
  private long[] pieces = new long[3 << FIRST_INDEX_BITS];
  // bits of the hash, number of the piece; 0 where there is none
  private int[] index = new int[1 << FIRST_INDEX_BITS];
  private int shift = Long.SIZE - FIRST_INDEX_BITS;
  private int[] arena = new int[1 << 12];
  private int used = 1;
  private int arenaUsed;

  /** What {@link #write} makes tokens of, or {@link #UNKNOWN}. */
  long find(long first, long second) {
    long hash = hash(first, second);
    int tag = (int) hash & ~PIECE;
    int at = (int) (hash >>> shift);
    while (true) {
      int found = index[at];
      if ((found & ~PIECE) == tag) {
        int piece = 3 * (found & PIECE);
        if (pieces[piece] == first && pieces[piece + 1] == second) {
          return pieces[piece + 2];
        }
      }
      if (found == 0) {
        return UNKNOWN;
      }
      at = (at + 1) & (index.length - 1);
    }
  }

  /** Whether {@link #put} has room for one more piece of so many tokens. */
  boolean hasRoom(int tokens) {
    return used <= PIECE && arenaUsed + tokens <= MOST_IN_ARENA;
  }

  /** Stores the tokens {@code target[at .. end)} of a piece that is not there. */
  void put(long first, long second, int[] target, int at, int end) {
    if (used > index.length / 2) {
      grow();
    }
    enter(hash(first, second), used);
    int piece = 3 * used++;
    pieces[piece] = first;
    pieces[piece + 1] = second;
    pieces[piece + 2] = value(target, at, end);
  }

  private void enter(long hash, int number) {
    int free = (int) (hash >>> shift);
    while (index[free] != 0) {
      free = (free + 1) & (index.length - 1);
    }
    index[free] = ((int) hash & ~PIECE) | number;
  }

  private void grow() {
    pieces = Arrays.copyOf(pieces, 2 * pieces.length);
    index = new int[2 * index.length];
    shift--;
    for (int piece = 1; piece < used; piece++) {
      enter(hash(pieces[3 * piece], pieces[3 * piece + 1]), piece);
    }
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
      arena = Arrays.copyOf(arena, arena.length * 2);
    }
    System.arraycopy(target, at, arena, arenaUsed, count);
    long value = top | arenaUsed;
    arenaUsed += count;
    return value;
  }

  /**
   * Writes the tokens of a piece to {@code target} at {@code at}; returns the index after them.
   *
   * @param known what {@link #find} gave
   * @param room index up to which {@code target} may be written, whether or not tokens come there
   */
  int write(long known, int[] target, int at, int room) {
    int count = (int) (known >>> 56);
    if (count <= 2 && at + 1 < room) {
      target[at] = (int) known & ((1 << ID_BITS) - 1);
      target[at + 1] = (int) (known >>> ID_BITS) & ((1 << ID_BITS) - 1);
    } else if (count == 1) {
      target[at] = (int) known;
    } else {
      int from = (int) known;
      for (int i = 0; i < count; i++) {
        target[at + i] = arena[from + i];
      }
    }
    return at + count;
  }

  /** Forgets all pieces. */
  void clear() {
    Arrays.fill(index, 0);
    used = 1;
    arenaUsed = 0;
  }

  private static long hash(long first, long second) {
    long mixed = (first ^ Long.rotateLeft(second * 0xD6E8FEB86659FD93L, 31)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}

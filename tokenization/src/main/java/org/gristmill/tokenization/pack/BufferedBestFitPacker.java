package org.gristmill.tokenization.pack;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * nanochat's best fit: fills one row after the other from a buffer of the next 1,000 pieces, each
 * time with the longest piece that fits, of equal ones with the one that came first. Where none
 * fits, {@code best_fit_crop} takes the shortest piece, cuts it to the room that is left and throws
 * the rest of it away, so that every row is full; {@code best_fit_pad} leaves the room empty, so
 * that no piece is cut, as conversations want it. Only the last row of a window can be short with
 * cropping. A piece longer than a row is never fitting; padding first cuts it into rows.
 *
 * <p>Costs O(n log b) for n pieces and b lengths in the buffer.
 */
public final class BufferedBestFitPacker implements Packer {
  /** Pieces to choose from. */
  public static final int BUFFER = 1000;

  /** What happens to room that no piece fits into. */
  public enum Remainder {
    /** It takes the head of the shortest piece, whose rest is lost. */
    CROP("best_fit_crop"),
    /** It stays empty. */
    PAD("best_fit_pad");

    private final String packing;

    Remainder(String packing) {
      this.packing = packing;
    }
  }

  private final Remainder remainder;

  /** A packer of one of the two kinds. */
  public BufferedBestFitPacker(Remainder remainder) {
    this.remainder = remainder;
  }

  @Override
  public String name() {
    return remainder.packing;
  }

  @Override
  public PackedRows pack(int[] lengths, int count, int capacity) {
    if (remainder == Remainder.PAD) {
      Items items = Items.of(lengths, count, capacity);
      int[] rows = new int[items.count()];
      int[] parts = new int[items.count()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = items.length(i);
      }
      PackedRows packed = fill(parts, parts.length, capacity);
      for (int row = 0; row < packed.rows(); row++) {
        for (int s = packed.firstSegment(row); s < packed.firstSegment(row + 1); s++) {
          rows[packed.piece(s)] = row;
        }
      }
      return items.inStreamOrder(rows);
    }
    return fill(lengths, count, capacity);
  }

  private PackedRows fill(int[] lengths, int count, int capacity) {
    PackedRows rows = new PackedRows(count);
    Buffer buffer = new Buffer(lengths, count);
    while (!buffer.isEmpty()) {
      rows.startRow();
      int free = capacity;
      while (free > 0 && !buffer.isEmpty()) {
        int piece = buffer.longestUpTo(free);
        if (piece < 0 && remainder == Remainder.PAD) {
          break;
        }
        int taken = piece < 0 ? buffer.shortest() : piece;
        int length = Math.min(free, lengths[taken]);
        rows.add(taken, 0, length);
        free -= length;
      }
    }
    return rows;
  }

  /** The next pieces by length; equal lengths first in, first out. */
  private static final class Buffer {
    private final int[] lengths;
    private final int count;
    private final TreeMap<Integer, ArrayDeque<Integer>> byLength = new TreeMap<>();
    private int next;

    Buffer(int[] lengths, int count) {
      this.lengths = lengths;
      this.count = count;
      while (next < Math.min(BUFFER, count)) {
        refill();
      }
    }

    private void refill() {
      if (next < count) {
        byLength.computeIfAbsent(lengths[next], length -> new ArrayDeque<>()).add(next);
        next++;
      }
    }

    boolean isEmpty() {
      return byLength.isEmpty();
    }

    /** Takes the longest piece of at most {@code free} tokens, -1 if there is none. */
    int longestUpTo(int free) {
      Map.Entry<Integer, ArrayDeque<Integer>> entry = byLength.floorEntry(free);
      return entry == null ? -1 : take(entry);
    }

    int shortest() {
      return take(byLength.firstEntry());
    }

    private int take(Map.Entry<Integer, ArrayDeque<Integer>> entry) {
      int piece = entry.getValue().remove();
      if (entry.getValue().isEmpty()) {
        byLength.remove(entry.getKey());
      }
      refill();
      return piece;
    }
  }
}

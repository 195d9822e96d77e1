package org.gristmill.tokenization.pack;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * nanochat's best fit: fills one row after the other from a buffer of the next pieces, each time
 * with the longest piece that fits, of equal ones with the one that came first. Where none fits,
 * {@code best_fit_crop}, nanochat's loader for pretraining with its buffer of 1,000, takes the
 * shortest piece, cuts it to the room that is left and throws the rest of it away, so that every
 * row is full; {@code best_fit_pad}, its loader for conversations with its buffer of 100, leaves
 * the room empty, so that no piece is cut. Only the last row of a window can be short with
 * cropping.
 *
 * <p>Where we differ: the stream gives documents longer than a row in pieces of a row, which fit
 * into an empty one. There, such documents never fit, fill the buffer in time, and give no more
 * than the head that is cropped from them; rows also begin with beginnings of documents only. A
 * piece longer than a row, where a caller has one, is treated as there when cropping; padding first
 * cuts it into rows. The buffer is filled up one piece at a time, not in batches of 128 documents.
 *
 * <p>Costs O(n log b) for n pieces and b lengths in the buffer.
 */
public final class BufferedBestFitPacker implements Packer {
  /** What happens to room that no piece fits into. */
  public enum Remainder {
    /** It takes the head of the shortest piece, whose rest is lost. */
    CROP("best_fit_crop", 1000),
    /** It stays empty. */
    PAD("best_fit_pad", 100);

    private final String packing;
    private final int buffer;

    Remainder(String packing, int buffer) {
      this.packing = packing;
      this.buffer = buffer;
    }

    /** Pieces to choose from. */
    public int buffer() {
      return buffer;
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
    Buffer buffer = new Buffer(lengths, count, remainder.buffer);
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

    Buffer(int[] lengths, int count, int size) {
      this.lengths = lengths;
      this.count = count;
      while (next < Math.min(size, count)) {
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

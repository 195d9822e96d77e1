package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads tokens of parts, and their masks, through one buffer per run and file, so that reading a
 * stratum from front to back costs few requests. Not thread-safe.
 */
public final class TokenReader {
  private final int readAheadBytes;
  private final Map<Integer, Range> ranges = new HashMap<>();
  private final Map<Integer, Range> masks = new HashMap<>();

  private static final class Range {
    TokenPart part;
    long from;
    long to;
    ByteBuffer bytes = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    boolean holds(TokenPart wanted, long first, int count) {
      return part == wanted && first >= from && first + count <= to;
    }

    void filled(TokenPart by) {
      bytes.clear();
      part = by;
    }
  }

  /**
   * A reader with empty buffers.
   *
   * @param readAheadBytes how much to read at once where less is asked for
   */
  public TokenReader(int readAheadBytes) {
    this.readAheadBytes = readAheadBytes;
  }

  /**
   * Reads tokens {@code [from .. from+count)} of a part.
   *
   * @param run the part's run as {@link StratumLine#run} gives it
   * @param until tokens up to here will be asked for next; read in one go
   */
  public void read(int run, TokenPart part, long from, int count, long until, int[] target, int at)
      throws IOException {
    TokenType type = part.sparse().type();
    Range range = ranges.computeIfAbsent(run, r -> new Range());
    if (!range.holds(part, from, count)) {
      fill(range, part, from, Math.max(until, from + count), type.width());
      part.bytes(from * type.width(), range.bytes);
      range.filled(part);
    }
    range.bytes.position((int) (from - range.from) * type.width());
    type.read(range.bytes, target, at, count);
  }

  /** Reads the masks of tokens {@code [from .. from+count)} as {@link #read} their ids. */
  public void readMask(
      int run, TokenPart part, long from, int count, long until, byte[] target, int at)
      throws IOException {
    if (!part.hasMask()) {
      Arrays.fill(target, at, at + count, (byte) 1);
      return;
    }
    Range range = masks.computeIfAbsent(run, r -> new Range());
    if (!range.holds(part, from, count)) {
      fill(range, part, from, Math.max(until, from + count), 1);
      part.mask(from, range.bytes);
      range.filled(part);
    }
    range.bytes.position((int) (from - range.from));
    range.bytes.get(target, at, count);
  }

  private void fill(Range range, TokenPart part, long from, long until, int width)
      throws IOException {
    long to = Math.max(until, Math.min(from + readAheadBytes / width, part.sparse().tokens()));
    int size = Math.toIntExact((to - from) * width);
    if (range.bytes.capacity() < size) {
      range.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    range.part = null;
    range.bytes.clear().limit(size);
    range.from = from;
    range.to = to;
  }
}

package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads tokens of parts through one buffer per run, so that reading a stratum from front to back
 * costs few requests. Not thread-safe.
 */
public final class TokenReader {
  private final int readAheadBytes;
  private final Map<Integer, Range> ranges = new HashMap<>();

  private static final class Range {
    TokenPart part;
    long from;
    long to;
    ByteBuffer bytes = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
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
    if (range.part != part || from < range.from || from + count > range.to) {
      fill(range, part, from, Math.max(until, from + count));
    }
    range.bytes.position((int) (from - range.from) * type.width());
    type.read(range.bytes, target, at, count);
  }

  private void fill(Range range, TokenPart part, long from, long until) throws IOException {
    int width = part.sparse().type().width();
    long to = Math.max(until, Math.min(from + readAheadBytes / width, part.sparse().tokens()));
    int size = Math.toIntExact((to - from) * width);
    if (range.bytes.capacity() < size) {
      range.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    range.part = null;
    range.bytes.clear().limit(size);
    part.bytes(from * width, range.bytes);
    range.bytes.clear();
    range.part = part;
    range.from = from;
    range.to = to;
  }
}

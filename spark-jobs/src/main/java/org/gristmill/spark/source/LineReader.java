package org.gristmill.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a byte stream into lines without decoding it. A line ends at {@code \n}; a {@code \r}
 * before it belongs to the end. Lines above the limit are skipped over, not held. Not thread-safe.
 */
final class LineReader {
  /** Longest line that can be held. */
  static final int LONGEST = Integer.MAX_VALUE - 16;

  private static final int CHUNK_BYTES = 1 << 17;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int chunkAt;
  private int chunkEnd;
  private long consumed;
  private byte[] line = new byte[1 << 14];
  private int length;
  private long lineOffset;
  private boolean oversize;

  LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    lineOffset = consumed;
    length = 0;
    oversize = false;
    while (true) {
      if (chunkAt == chunkEnd && !fill()) {
        return consumed > lineOffset;
      }
      int newline = chunkAt;
      while (newline < chunkEnd && chunk[newline] != '\n') {
        newline++;
      }
      take(newline - chunkAt);
      consumed += newline - chunkAt;
      chunkAt = newline;
      if (newline < chunkEnd) {
        chunkAt++;
        consumed++;
        if (length > 0 && line[length - 1] == '\r') {
          length--;
        }
        return true;
      }
    }
  }

  private boolean fill() throws IOException {
    int count = in.read(chunk, 0, chunk.length);
    if (count == 0) {
      throw new EOFException("Cannot read on: the stream gives no bytes");
    }
    chunkAt = 0;
    chunkEnd = Math.max(count, 0);
    return count > 0;
  }

  private void take(int count) {
    if (oversize || length + (long) count > maxLineBytes) {
      oversize = true;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
    }
    System.arraycopy(chunk, chunkAt, line, length, count);
    length += count;
  }

  /**
   * The line's bytes are {@code bytes()[0..length())}; valid until the next call of {@link #next}.
   */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** Offset of the line's first byte in the stream. */
  long offset() {
    return lineOffset;
  }

  /** Whether the line was above the limit; its bytes are then not available. */
  boolean oversize() {
    return oversize;
  }

  boolean blank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return !oversize;
  }
}

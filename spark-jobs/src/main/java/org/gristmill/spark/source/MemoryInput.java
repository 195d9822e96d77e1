package org.gristmill.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.gristmill.common.store.RandomInput;

/** A file held in memory, so that many small reads cost one request. */
final class MemoryInput implements RandomInput {
  private static final long MAX_BYTES = 64L << 20;

  private final ByteBuffer content;

  private MemoryInput(ByteBuffer content) {
    this.content = content;
  }

  /** The whole file in memory up to 64 MiB, above that the file itself. */
  static RandomInput ifSmall(RandomInput input) throws IOException {
    if (input.length() > MAX_BYTES) {
      return input;
    }
    ByteBuffer content = ByteBuffer.allocate((int) input.length());
    input.readFully(0, content);
    return new MemoryInput(content.flip());
  }

  @Override
  public long length() {
    return content.limit();
  }

  @Override
  public void readFully(long position, ByteBuffer target) throws IOException {
    if (position < 0 || position > content.limit() - target.remaining()) {
      throw new EOFException(
          "Cannot read " + target.remaining() + " bytes at " + position + " of " + length());
    }
    target.put(content.slice((int) position, target.remaining()));
  }

  @Override
  public void close() {}
}

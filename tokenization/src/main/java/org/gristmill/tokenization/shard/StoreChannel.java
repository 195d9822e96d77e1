package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.gristmill.common.store.RandomInput;

/** Positional reads as a channel with a position, which Arrow wants. Leaves its input open. */
final class StoreChannel implements SeekableByteChannel {
  private final RandomInput input;
  private long position;
  private boolean open = true;

  StoreChannel(RandomInput input) {
    this.input = input;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    long left = input.length() - position;
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(left, target.remaining());
    int limit = target.limit();
    target.limit(target.position() + count);
    input.readFully(position, target);
    target.limit(limit);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return input.length();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}

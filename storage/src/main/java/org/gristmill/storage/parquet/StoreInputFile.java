package org.gristmill.storage.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.gristmill.common.store.RandomInput;

/**
 * An open file of a store as Parquet's reader wants it. The file stays open; its owner closes it.
 */
public final class StoreInputFile implements InputFile {
  private final String path;
  private final RandomInput input;

  /**
   * Wraps an open file.
   *
   * @param path its path in the store, for messages
   * @param input stays owned by the caller
   */
  public StoreInputFile(String path, RandomInput input) {
    this.path = path;
    this.input = input;
  }

  @Override
  public long getLength() {
    return input.length();
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(input);
  }

  /** The path of the file, which Parquet puts into its messages. */
  @Override
  public String toString() {
    return path;
  }

  private static final class Stream extends SeekableInputStream {
    private final RandomInput input;
    private long position;

    private Stream(RandomInput input) {
      this.input = input;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = newPosition;
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      readFully(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      int length = buffer.remaining();
      input.readFully(position, buffer);
      position += length;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int length = (int) Math.min(buffer.remaining(), input.length() - position);
      if (length <= 0) {
        return buffer.hasRemaining() ? -1 : 0;
      }
      ByteBuffer part = buffer.slice(buffer.position(), length);
      readFully(part);
      buffer.position(buffer.position() + length);
      return length;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
  }
}

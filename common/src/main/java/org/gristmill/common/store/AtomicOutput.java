package org.gristmill.common.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.gristmill.common.hash.Xxh64;

/**
 * A file being written, invisible until {@link #commit}. {@link #close} without commit discards it.
 * Small writes are gathered in a buffer; the checksum is computed on the way. Not thread-safe.
 */
public abstract class AtomicOutput extends OutputStream implements WritableByteChannel {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String path;
  private final Xxh64 checksum = new Xxh64(0);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long drained;
  private boolean open = true;
  private boolean failed;

  /**
   * Starts an output.
   *
   * @param path where the file will appear, for messages
   */
  protected AtomicOutput(String path) {
    this.path = path;
  }

  /**
   * Appends bytes to the hidden file.
   *
   * @param bytes to be consumed completely; only valid during the call
   * @throws IOException if they cannot be written
   */
  protected abstract void append(ByteBuffer bytes) throws IOException;

  /**
   * Makes the hidden file durable and visible under its path, replacing what is there.
   *
   * @throws IOException if that fails; the path is then as it was
   */
  protected abstract void publish() throws IOException;

  /**
   * Removes the hidden file; called once, instead of or after a failed {@link #publish}.
   *
   * @throws IOException if it cannot be removed
   */
  protected abstract void discard() throws IOException;

  /**
   * Bytes written so far.
   *
   * @return the position of the next byte
   */
  public final long position() {
    return drained + buffer.position();
  }

  @Override
  public final void write(int value) throws IOException {
    ensureOpen();
    if (!buffer.hasRemaining()) {
      drain();
    }
    buffer.put((byte) value);
  }

  @Override
  public final void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public final int write(ByteBuffer bytes) throws IOException {
    ensureOpen();
    int length = bytes.remaining();
    if (length > buffer.remaining()) {
      drain();
    }
    if (length >= BUFFER_BYTES) {
      pass(bytes);
    } else {
      buffer.put(bytes);
    }
    return length;
  }

  /**
   * Makes the file appear, complete and durable, replacing one that is there.
   *
   * @return its length and checksum
   * @throws IOException if the file system refuses, or an earlier write had failed; nothing is
   *     visible then
   */
  public final FileDigest commit() throws IOException {
    ensureOpen();
    if (failed) {
      throw new IOException("Cannot commit " + path + ": an earlier write to it failed");
    }
    drain();
    failed = true;
    publish();
    open = false;
    return new FileDigest(drained, checksum.digest());
  }

  @Override
  public final boolean isOpen() {
    return open;
  }

  /** Discards the file unless it was committed; closing twice is fine. */
  @Override
  public final void close() throws IOException {
    if (open) {
      open = false;
      discard();
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    pass(buffer);
    buffer.clear();
  }

  private void pass(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (length == 0) {
      return;
    }
    checksum.update(bytes.duplicate());
    boolean whole = false;
    try {
      append(bytes);
      whole = true;
    } finally {
      failed |= !whole;
    }
    drained += length;
  }

  private void ensureOpen() throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}

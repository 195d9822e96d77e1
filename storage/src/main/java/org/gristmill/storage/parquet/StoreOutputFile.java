package org.gristmill.storage.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.gristmill.common.store.AtomicOutput;

/**
 * A file being written to a store as Parquet's writer wants it; committing stays with the owner.
 * The end of the file can be held back to be changed before it is written.
 */
final class StoreOutputFile implements OutputFile {
  private final AtomicOutput output;
  private ByteArrayOutputStream tail;

  StoreOutputFile(AtomicOutput output) {
    this.output = output;
  }

  /** From now on keeps what is written in memory. */
  void holdBack() {
    tail = new ByteArrayOutputStream();
  }

  /** What was written since {@link #holdBack}. */
  byte[] heldBack() {
    return tail.toByteArray();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Stream();
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private final class Stream extends PositionOutputStream {
    @Override
    public long getPos() {
      return output.position() + (tail == null ? 0 : tail.size());
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (tail == null) {
        output.write(bytes, offset, length);
      } else {
        tail.write(bytes, offset, length);
      }
    }

    /** Leaves the output open: it becomes visible by its own commit, after the footer. */
    @Override
    public void close() {}
  }
}

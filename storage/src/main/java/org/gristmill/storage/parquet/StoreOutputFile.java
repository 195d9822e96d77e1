package org.gristmill.storage.parquet;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.gristmill.common.store.AtomicOutput;

/**
 * A file being written to a store as Parquet's writer wants it; committing stays with the owner.
 */
final class StoreOutputFile implements OutputFile {
  private final AtomicOutput output;

  StoreOutputFile(AtomicOutput output) {
    this.output = output;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Stream(output);
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

  private static final class Stream extends PositionOutputStream {
    private final AtomicOutput output;

    private Stream(AtomicOutput output) {
      this.output = output;
    }

    @Override
    public long getPos() {
      return output.position();
    }

    @Override
    public void write(int value) throws IOException {
      output.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      output.write(bytes, offset, length);
    }

    /** Leaves the output open: it becomes visible by its own commit, after the footer. */
    @Override
    public void close() {}
  }
}

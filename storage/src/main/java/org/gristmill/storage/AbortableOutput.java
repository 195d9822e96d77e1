package org.gristmill.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gristmill.common.store.AtomicOutput;

/** Written in place: an object store shows an object when its stream is closed, never before. */
final class AbortableOutput extends AtomicOutput {
  private final FSDataOutputStream stream;

  AbortableOutput(FileSystem fileSystem, Path target, String path) throws IOException {
    super(path);
    stream = fileSystem.create(target, true);
  }

  @Override
  protected void append(ByteBuffer bytes) throws IOException {
    Bytes.write(bytes, stream);
  }

  @Override
  protected void publish() throws IOException {
    stream.close();
  }

  @Override
  protected void discard() {
    stream.abort();
  }
}

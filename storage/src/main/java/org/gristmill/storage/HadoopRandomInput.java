package org.gristmill.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.util.functional.FutureIO;
import org.gristmill.common.store.RandomInput;

/** Positional reads of a Hadoop file. */
final class HadoopRandomInput implements RandomInput {
  private final FSDataInputStream stream;
  private final String location;
  private final long length;

  private HadoopRandomInput(FSDataInputStream stream, FileStatus status) {
    this.stream = stream;
    this.location = status.getPath().toString();
    this.length = status.getLen();
  }

  static HadoopRandomInput open(FileSystem fileSystem, FileStatus status) throws IOException {
    FSDataInputStream stream =
        FutureIO.awaitFuture(
            fileSystem
                .openFile(status.getPath())
                .opt(
                    Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                    Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM)
                .opt(
                    Options.OpenFileOptions.FS_OPTION_OPENFILE_LENGTH,
                    Long.toString(status.getLen()))
                .build());
    return new HadoopRandomInput(stream, status);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void readFully(long position, ByteBuffer target) throws IOException {
    int count = target.remaining();
    if (count > length - position) {
      throw new EOFException(
          "Cannot read "
              + count
              + " bytes at "
              + position
              + " of "
              + location
              + ": the file ends at "
              + length);
    }
    if (target.hasArray()) {
      stream.readFully(position, target.array(), target.arrayOffset() + target.position(), count);
      target.position(target.limit());
    } else {
      byte[] bytes = new byte[count];
      stream.readFully(position, bytes, 0, count);
      target.put(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

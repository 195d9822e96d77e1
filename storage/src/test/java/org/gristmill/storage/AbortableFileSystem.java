package org.gristmill.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Behaves as an object store does: an object appears when its stream is closed, or never. */
public class AbortableFileSystem extends RawFileSystem {
  private static final Object CLOSING = new Object();

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public boolean rename(Path source, Path target) {
    throw new UnsupportedOperationException("Object stores are not renamed in");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return new FSDataOutputStream(new ObjectStream(path), null);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, null, overwrite, bufferSize, replication, blockSize, progress);
  }

  private FSDataOutputStream superCreate(Path path) throws IOException {
    return super.create(path, true, 4096, (short) 1, 1 << 20, null);
  }

  private final class ObjectStream extends ByteArrayOutputStream implements Abortable {
    private final Path path;
    private boolean done;

    ObjectStream(Path path) {
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      if (!done) {
        done = true;
        synchronized (CLOSING) {
          try (FSDataOutputStream out = superCreate(path)) {
            out.write(toByteArray());
          }
        }
      }
    }

    @Override
    public AbortableResult abort() {
      boolean alreadyClosed = done;
      done = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return alreadyClosed;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }
  }
}

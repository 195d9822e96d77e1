package org.gristmill.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.StorePaths;

/**
 * A hidden file beside its target, renamed over it on commit. Atomic replacement needs a file
 * system that also has Hadoop's newer interface (HDFS has); elsewhere the old file is removed just
 * before the rename.
 */
final class RenamedOutput extends AtomicOutput {
  private static final AtomicLong ATTEMPTS = new AtomicLong();
  private static final int TRIES = 5;

  private final FileSystem fileSystem;
  private final Path target;
  private final Path hidden;
  private final FSDataOutputStream stream;

  RenamedOutput(FileSystem fileSystem, Path target, String path) throws IOException {
    super(path);
    this.fileSystem = fileSystem;
    this.target = target;
    fileSystem.mkdirs(target.getParent());
    Path name = null;
    FSDataOutputStream opened = null;
    while (opened == null) {
      String attempt =
          Long.toHexString(System.nanoTime())
              + "-"
              + ProcessHandle.current().pid()
              + "-"
              + ATTEMPTS.incrementAndGet();
      name = sibling(target, StorePaths.temporaryName(target.getName(), attempt));
      try {
        opened = fileSystem.create(name, false);
      } catch (FileAlreadyExistsException taken) {
        name = null;
      }
    }
    hidden = name;
    stream = opened;
  }

  /** Built from parts, so that a colon in the name is not taken for a scheme. */
  private static Path sibling(Path target, String name) {
    URI uri = target.toUri();
    String folder = uri.getPath().substring(0, uri.getPath().lastIndexOf('/') + 1);
    return new Path(uri.getScheme(), uri.getAuthority(), folder + name);
  }

  /** Writes a file that only appears if its name is free, complete from the start. */
  static boolean createExclusive(FileSystem fileSystem, Path target, String path, byte[] content)
      throws IOException {
    try (RenamedOutput out = new RenamedOutput(fileSystem, target, path)) {
      out.stream.write(content);
      out.finish();
      context(fileSystem).orElseThrow().rename(out.hidden, target, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  static boolean canRenameExclusively(FileSystem fileSystem) throws IOException {
    return context(fileSystem).isPresent();
  }

  @Override
  protected void append(ByteBuffer bytes) throws IOException {
    Bytes.write(bytes, stream);
  }

  @Override
  protected void publish() throws IOException {
    finish();
    Optional<FileContext> context = context(fileSystem);
    if (context.isPresent()) {
      context.get().rename(hidden, target, Options.Rename.OVERWRITE);
      return;
    }
    for (int attempt = 1; !renamed(); attempt++) {
      if (attempt == TRIES) {
        throw new IOException("Cannot rename " + hidden + " to " + target + ": it was refused");
      }
      fileSystem.delete(target, false);
    }
  }

  @Override
  protected void discard() throws IOException {
    stream.close();
    fileSystem.delete(hidden, false);
  }

  private void finish() throws IOException {
    if (stream.hasCapability(StreamCapabilities.HSYNC)) {
      stream.hsync();
    }
    stream.close();
  }

  private boolean renamed() throws IOException {
    try {
      return fileSystem.rename(hidden, target);
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static Optional<FileContext> context(FileSystem fileSystem) throws IOException {
    try {
      return Optional.of(FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf()));
    } catch (UnsupportedFileSystemException none) {
      return Optional.empty();
    }
  }
}

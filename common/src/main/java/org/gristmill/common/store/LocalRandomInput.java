package org.gristmill.common.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Positional reads of a local file. An interrupted thread closes a channel under all others; the
 * others then open it again.
 */
final class LocalRandomInput implements RandomInput {
  private final Path file;
  private final long length;
  private volatile FileChannel channel;
  private boolean closed;

  LocalRandomInput(Path file) throws IOException {
    this.file = file;
    if (Files.isDirectory(file)) {
      throw new NoSuchFileException(file.toString(), null, "it is a folder");
    }
    channel = FileChannel.open(file, StandardOpenOption.READ);
    length = channel.size();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void readFully(long position, ByteBuffer target) throws IOException {
    int start = target.position();
    while (true) {
      FileChannel current = channel;
      try {
        fill(current, position, target);
        return;
      } catch (ClosedChannelException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        reopen(current, e);
        target.position(start);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }

  private void fill(FileChannel from, long position, ByteBuffer target) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int count = from.read(target, at);
      if (count < 0) {
        throw new EOFException(
            "Cannot read "
                + target.remaining()
                + " bytes at "
                + at
                + " of "
                + file
                + ": the file ends at "
                + from.size());
      }
      at += count;
    }
  }

  private synchronized void reopen(FileChannel broken, ClosedChannelException cause)
      throws IOException {
    if (closed) {
      throw cause;
    }
    if (channel == broken) {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    }
  }
}

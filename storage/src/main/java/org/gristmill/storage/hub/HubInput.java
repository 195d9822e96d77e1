package org.gristmill.storage.hub;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.VectoredReadUtils;
import org.apache.hadoop.fs.impl.CombinedFileRange;

/** An open file. Positional and vectored reads are thread-safe, the others are not. */
final class HubInput extends FSInputStream implements StreamCapabilities {
  private final String name;
  private final ByteSource source;
  private final ReadAhead ahead;
  private final Executor executor;
  private final FileSystem.Statistics statistics;
  private final int mostCombined;
  private final int gap;
  private long position;
  private volatile boolean closed;

  HubInput(
      String name,
      ByteSource source,
      ReadAhead ahead,
      HubSettings settings,
      Executor executor,
      FileSystem.Statistics statistics) {
    this.name = name;
    this.source = source;
    this.ahead = ahead;
    this.executor = executor;
    this.statistics = statistics;
    this.mostCombined = Math.max(settings.readAhead(), settings.random());
    this.gap = ReadAhead.GAP;
  }

  @Override
  public void seek(long target) throws IOException {
    requireOpen();
    if (target < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + " " + target + " in " + name);
    }
    if (target > source.length()) {
      throw new EOFException(
          FSExceptionMessages.CANNOT_SEEK_PAST_EOF + " " + target + " in " + name);
    }
    position = target;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }

  @Override
  public int available() throws IOException {
    requireOpen();
    return ahead.available(position);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int done = read(position, target, offset, count);
    position += Math.max(0, done);
    return done;
  }

  @Override
  public int read(long from, byte[] target, int offset, int count) throws IOException {
    requireOpen();
    validatePositionedReadArgs(from, target, offset, count);
    int length = (int) Math.min(count, source.length() - from);
    if (count == 0) {
      return 0;
    }
    if (length <= 0) {
      return -1;
    }
    ahead.read(from, target, offset, length);
    count(length);
    return length;
  }

  @Override
  public void readFully(long from, byte[] target, int offset, int count) throws IOException {
    requireOpen();
    validatePositionedReadArgs(from, target, offset, count);
    if (count > source.length() - from) {
      throw new EOFException(
          FSExceptionMessages.EOF_IN_READ_FULLY
              + ": "
              + count
              + " bytes at "
              + from
              + " of "
              + name);
    }
    ahead.read(from, target, offset, count);
    count(count);
  }

  private void count(long bytes) {
    if (statistics != null) {
      statistics.incrementBytesRead(bytes);
    }
  }

  @Override
  public int minSeekForVectorReads() {
    return gap;
  }

  @Override
  public int maxReadSizeForVectorReads() {
    return mostCombined;
  }

  /** Ranges that lie close are asked for together, the others side by side. */
  @Override
  public void readVectored(List<? extends FileRange> ranges, IntFunction<ByteBuffer> allocate)
      throws IOException {
    requireOpen();
    List<? extends FileRange> sorted =
        VectoredReadUtils.validateAndSortRanges(ranges, Optional.of(source.length()));
    for (FileRange range : sorted) {
      range.setData(new CompletableFuture<>());
    }
    List<CombinedFileRange> requests =
        VectoredReadUtils.mergeSortedRanges(sorted, 1, gap, mostCombined);
    for (CombinedFileRange request : requests) {
      if (requests.size() == 1) {
        // Goes on where the last one ended, often.
        complete(request, allocate, ahead::read);
      } else {
        executor.execute(() -> complete(request, allocate, this::readAside));
      }
    }
  }

  private interface Read {
    void read(long from, byte[] target, int offset, int count) throws IOException;
  }

  private void readAside(long from, byte[] target, int offset, int count) throws IOException {
    if (ahead.available(from) >= count) {
      ahead.read(from, target, offset, count);
      return;
    }
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, mostCombined);
      byte[] bytes = source.read(new ByteRange(from + done, part));
      System.arraycopy(bytes, 0, target, offset + done, part);
      done += part;
    }
  }

  private void complete(CombinedFileRange request, IntFunction<ByteBuffer> allocate, Read read) {
    List<FileRange> parts = request.getUnderlying();
    try {
      byte[] bytes = new byte[request.getLength()];
      if (bytes.length > 0) {
        read.read(request.getOffset(), bytes, 0, bytes.length);
      }
      for (FileRange part : parts) {
        ByteBuffer buffer = allocate.apply(part.getLength());
        int start = (int) (part.getOffset() - request.getOffset());
        buffer.put(bytes, start, part.getLength()).flip();
        count(part.getLength());
        part.getData().complete(buffer);
      }
    } catch (IOException | RuntimeException e) {
      parts.forEach(part -> part.getData().completeExceptionally(e));
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability) {
      case StreamCapabilities.VECTOREDIO, StreamCapabilities.IOSTATISTICS -> true;
      default -> false;
    };
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException(name + ": " + FSExceptionMessages.STREAM_IS_CLOSED);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return name;
  }
}

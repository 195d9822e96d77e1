package org.gristmill.spark.source;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Decompresses the frames of a .zst file, one behind the other. The library's own stream takes an
 * end inside of the second or a later frame for the end of the file; here it is an exception.
 * Frames that ask for a window above 128 MiB, the library's limit, are refused. Not thread-safe.
 */
final class ZstdInput extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] chunk = new byte[BUFFER_BYTES];
  private final ByteBuffer packed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private boolean betweenFrames;

  ZstdInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return plain.hasRemaining() || fill() ? plain.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!plain.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, plain.remaining());
    plain.get(target, offset, count);
    return count;
  }

  /** Decompresses more; false at the end of the file. */
  private boolean fill() throws IOException {
    plain.clear();
    boolean ended = false;
    while (plain.position() == 0) {
      if (ended) {
        if (betweenFrames) {
          plain.limit(0);
          return false;
        }
        throw new EOFException("the file ends inside of a frame");
      }
      // Also without more input: what did not fit into the last piece comes first.
      ended = !packed.hasRemaining() && !readMore();
      int before = packed.remaining();
      boolean finished = decompress();
      if (packed.remaining() < before || plain.position() > 0) {
        betweenFrames = finished;
      }
    }
    plain.flip();
    return true;
  }

  private boolean readMore() throws IOException {
    int count = in.read(chunk, 0, chunk.length);
    packed.clear();
    packed.put(chunk, 0, Math.max(0, count));
    packed.flip();
    return count > 0;
  }

  private boolean decompress() throws IOException {
    try {
      return context.decompressDirectByteBufferStream(plain, packed);
    } catch (ZstdException damaged) {
      throw new IOException(damaged.getMessage(), damaged);
    }
  }

  @Override
  public void close() throws IOException {
    try (in;
        context) {
      plain.limit(0);
    }
  }
}

package org.gristmill.spark.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.gristmill.common.store.Store;

/**
 * The bytes of a source file, decompressed as its name says: {@code .gz} with all its members,
 * {@code .zst} with all its frames. What is there before the damage is given, but for the last few
 * KiB. What is wrong with the compressed bytes is a {@link DamagedInputException}, what is wrong
 * with the file system stays the exception it is. Not thread-safe.
 */
final class SourceInput extends InputStream {
  /** What names of compressed files end in. */
  static final List<String> COMPRESSED = List.of(".gz", ".zst");

  private static final int BUFFER_BYTES = 1 << 16;
  // A read that meets damage gives nothing, so reads are short.
  private static final int READ_BYTES = 1 << 12;

  private final Watched file;
  private final InputStream in;
  private long bytes;

  private SourceInput(Watched file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws DamagedInputException if it is not of the kind its name says
   * @throws IOException if the file system fails
   */
  static SourceInput open(Store store, String path) throws IOException {
    Watched file = new Watched(store.read(path));
    boolean opened = false;
    try {
      SourceInput input = new SourceInput(file, decompressed(file, path));
      opened = true;
      return input;
    } catch (IOException failed) {
      throw file.cause(failed, "not a compressed file: ");
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static InputStream decompressed(InputStream file, String path) throws IOException {
    if (path.endsWith(".gz")) {
      return GzipCompressorInputStream.builder()
          .setInputStream(file)
          .setBufferSize(BUFFER_BYTES)
          .setDecompressConcatenated(true)
          .get();
    }
    return path.endsWith(".zst") ? new ZstdInput(file) : file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = in.read(target, offset, Math.min(length, READ_BYTES));
      bytes += Math.max(0, count);
      return count;
    } catch (IOException failed) {
      throw file.cause(
          failed, "cut short or damaged after " + bytes + " bytes of its uncompressed content: ");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Remembers whether the file system failed, so that damage can be told from it. */
  private static final class Watched extends FilterInputStream {
    private IOException failure;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    IOException cause(IOException thrown, String words) {
      return failure != null ? failure : new DamagedInputException(words + thrown.getMessage());
    }
  }
}

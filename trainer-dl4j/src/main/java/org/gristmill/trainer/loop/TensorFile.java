package org.gristmill.trainer.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A flat vector of floats in a file: 32 bytes of header (magic {@code GRISTVEC}, version 1, type 1
 * = float32, count, zero), then the numbers, all little-endian.
 */
final class TensorFile {

  private static final long MAGIC = 0x4345565453495247L; // "GRISTVEC" little-endian
  private static final int VERSION = 1;
  private static final int FLOAT32 = 1;
  private static final int HEADER_BYTES = 32;
  private static final int CHUNK = 1 << 18;

  private TensorFile() {}

  /** Writes a vector atomically. */
  static FileDigest write(Store store, String path, INDArray vector) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (AtomicOutput out = store.create(path)) {
      chunk.putLong(MAGIC).putInt(VERSION).putInt(FLOAT32).putLong(vector.length()).putLong(0);
      out.write(chunk.flip());
      for (long from = 0; from < vector.length(); from += CHUNK) {
        int count = (int) Math.min(CHUNK, vector.length() - from);
        Tensor window = Tensor.view(vector, from, count);
        chunk.clear();
        for (int i = 0; i < count; i++) {
          chunk.putFloat((float) window.get(i));
        }
        chunk.flip();
        while (chunk.hasRemaining()) {
          out.write(chunk);
        }
      }
      return out.commit();
    }
  }

  /**
   * Fills a vector from a file.
   *
   * @param expected length and checksum the checkpoint recorded
   * @throws CorruptDataException if the file is not the recorded one; the vector is then
   *     half-filled
   */
  static void read(Store store, String path, FileDigest expected, INDArray vector)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Xxh64 checksum = new Xxh64(0);
    try (RandomInput in = store.open(path)) {
      long bytes = HEADER_BYTES + vector.length() * Float.BYTES;
      if (in.length() != expected.bytes() || in.length() != bytes) {
        throw new CorruptDataException(
            "Cannot load " + path + ": it has " + in.length() + " bytes; expected " + bytes);
      }
      chunk.limit(HEADER_BYTES);
      in.readFully(0, chunk);
      checksum.update(chunk.flip().duplicate());
      boolean known = chunk.getLong() == MAGIC && chunk.getInt() == VERSION;
      if (!known || chunk.getInt() != FLOAT32 || chunk.getLong() != vector.length()) {
        throw new CorruptDataException(
            "Cannot load "
                + path
                + ": its header is not that of a vector of this model; expected GRISTVEC version 1");
      }
      for (long from = 0; from < vector.length(); from += CHUNK) {
        int count = (int) Math.min(CHUNK, vector.length() - from);
        chunk.clear().limit(count * Float.BYTES);
        in.readFully(HEADER_BYTES + from * Float.BYTES, chunk);
        checksum.update(chunk.flip().duplicate());
        Tensor window = Tensor.view(vector, from, count);
        for (int i = 0; i < count; i++) {
          window.put(i, chunk.getFloat());
        }
      }
    }
    if (checksum.digest() != expected.xxh64()) {
      throw new CorruptDataException(
          "Cannot load "
              + path
              + ": its checksum differs from the one the checkpoint recorded; "
              + "expected "
              + expected.xxh64Hex());
    }
  }
}

package org.gristmill.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes buffers to streams. */
final class Bytes {
  private Bytes() {}

  static void write(ByteBuffer bytes, OutputStream stream) throws IOException {
    if (bytes.hasArray()) {
      stream.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    byte[] chunk = new byte[Math.min(bytes.remaining(), 1 << 16)];
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), chunk.length);
      bytes.get(chunk, 0, count);
      stream.write(chunk, 0, count);
    }
  }
}

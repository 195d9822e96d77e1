package org.gristmill.tokenization.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/** A file of raw tokens being written. */
final class TokenFile implements Closeable {
  private static final int CHUNK = 1 << 14;

  private final AtomicOutput output;
  private final TokenType type;
  private final ByteBuffer chunk = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private long tokens;

  TokenFile(Store store, String path, TokenType type) throws IOException {
    this.output = store.create(path);
    this.type = type;
  }

  void add(int[] ids, int off, int len) throws IOException {
    for (int at = off; at < off + len; at += CHUNK) {
      int count = Math.min(CHUNK, off + len - at);
      check(ids, at, count);
      chunk.clear();
      type.write(ids, at, count, chunk);
      output.write(chunk.array(), 0, chunk.position());
    }
    tokens += len;
  }

  private void check(int[] ids, int off, int len) {
    for (int i = off; i < off + len; i++) {
      if (ids[i] < 0 || ids[i] > type.largestId()) {
        throw new IllegalArgumentException(
            "Cannot write token " + ids[i] + " as " + type + ": expected 0 to " + type.largestId());
      }
    }
  }

  AtomicOutput output() {
    return output;
  }

  long tokens() {
    return tokens;
  }

  FileDigest commit() throws IOException {
    return output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}

package org.gristmill.tokenization.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * The {@code .mask} beside a part of rendered conversations: one byte per token of {@code .bin}, 1
 * where the token is to be learnt, 0 elsewhere; no header.
 */
public final class TokenMask {
  private TokenMask() {}

  /**
   * Appends the mask of some tokens.
   *
   * @throws IllegalArgumentException if a byte is neither 0 nor 1
   */
  public static void write(OutputStream out, byte[] mask, int off, int len) throws IOException {
    for (int i = off; i < off + len; i++) {
      if (mask[i] != 0 && mask[i] != 1) {
        throw new IllegalArgumentException("Cannot mask with " + mask[i] + ": expected 0 or 1");
      }
    }
    out.write(mask, off, len);
  }

  /**
   * Reads the mask of {@code count} tokens.
   *
   * @param tokens tokens of the part, which is the file's size
   * @throws CorruptDataException if size or content is wrong
   */
  public static byte[] read(RandomInput input, String name, long tokens, long first, int count)
      throws IOException {
    if (input.length() != tokens) {
      throw new CorruptDataException(
          "Cannot read " + name + ": it has " + input.length() + " bytes; expected " + tokens);
    }
    ByteBuffer mask = ByteBuffer.allocate(count);
    input.readFully(first, mask);
    check(mask, 0, name, first);
    return mask.array();
  }

  /**
   * Reads a whole mask.
   *
   * @return how many tokens are to be learnt
   * @throws CorruptDataException if a byte is neither 0 nor 1
   */
  public static long learnt(RandomInput input, String name) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(1 << 20, input.length()));
    long learnt = 0;
    for (long at = 0; at < input.length(); at += chunk.limit()) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), input.length() - at));
      input.readFully(at, chunk);
      check(chunk, 0, name, at);
      for (int i = 0; i < chunk.limit(); i++) {
        learnt += chunk.get(i);
      }
    }
    return learnt;
  }

  /** Checks the bytes from {@code start} to the buffer's position. */
  static void check(ByteBuffer mask, int start, String name, long first) {
    for (int i = start; i < mask.position(); i++) {
      if (mask.get(i) != 0 && mask.get(i) != 1) {
        throw new CorruptDataException(
            "Cannot read "
                + name
                + " at byte "
                + (first + i - start)
                + ": "
                + mask.get(i)
                + "; expected 0 or 1");
      }
    }
  }
}

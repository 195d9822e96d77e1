package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * Reads the tokens of a file from front to back through one buffer. Reads no further than the file
 * goes, so that a wrong length is an error and never an allocation. Not thread-safe.
 */
public final class ForwardReader {
  private static final int BUFFER_BYTES = 1 << 20;

  private final RandomInput input;
  private final String name;
  private final TokenType type;
  private final ByteBuffer buffer;
  private long position;

  /**
   * Starts at a byte of a file.
   *
   * @param input stays the caller's to close
   * @param name the file's name for messages
   */
  public ForwardReader(RandomInput input, String name, TokenType type, long position) {
    this.input = input;
    this.name = name;
    this.type = type;
    this.position = position;
    int bytes = (int) Math.min(BUFFER_BYTES, Math.max(8, input.length() / 8 * 8));
    this.buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  /**
   * Reads the next {@code count} tokens.
   *
   * @return {@code reuse} if it is large enough, else a larger array
   * @throws CorruptDataException if the file ends before, or a token is negative
   */
  public int[] read(int count, int[] reuse) throws IOException {
    long left = (input.length() - position + buffer.remaining()) / type.width();
    if (count > left) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte "
              + (position - buffer.remaining())
              + ": it ends before the "
              + count
              + " tokens that its index promises");
    }
    int[] tokens = reuse.length >= count ? reuse : new int[Math.max(count, reuse.length * 2)];
    int done = 0;
    while (done < count) {
      if (buffer.remaining() < type.width()) {
        fill();
      }
      int now = Math.min(count - done, buffer.remaining() / type.width());
      type.read(buffer, tokens, done, now);
      for (int i = done; i < done + now; i++) {
        if (tokens[i] < 0) {
          throw new CorruptDataException(
              "Cannot read "
                  + name
                  + " at byte "
                  + (position - buffer.remaining() - (long) (done + now - i) * type.width())
                  + ": a token that is negative or above 2147483647");
        }
      }
      done += now;
    }
    return tokens;
  }

  private void fill() throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), input.length() - position));
    input.readFully(position, buffer);
    position += buffer.position();
    buffer.flip();
  }
}

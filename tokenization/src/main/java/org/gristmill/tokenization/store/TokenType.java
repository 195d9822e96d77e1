package org.gristmill.tokenization.store;

import java.nio.ByteBuffer;
import org.gristmill.common.CorruptDataException;

/** How one token id is stored, with Megatron's code for it. Little-endian. */
public enum TokenType {
  /** Unsigned, two bytes. */
  UINT16(8, Short.BYTES),
  /** Signed, four bytes. */
  INT32(4, Integer.BYTES);

  /** Vocabularies below this size are stored in two bytes, as Megatron does. */
  public static final int SMALLEST_WIDE_VOCABULARY = 65_500;

  private final int code;
  private final int width;

  TokenType(int code, int width) {
    this.code = code;
    this.width = width;
  }

  /** The type for a vocabulary of this many tokens. */
  public static TokenType forVocabulary(int size) {
    return size < SMALLEST_WIDE_VOCABULARY ? UINT16 : INT32;
  }

  /**
   * The type behind a code in a file.
   *
   * @throws CorruptDataException for any other code
   */
  static TokenType ofCode(int code, String file, long offset) {
    for (TokenType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new CorruptDataException(
        "Cannot read "
            + file
            + " at byte "
            + offset
            + ": token type "
            + code
            + "; expected 8 (uint16) or 4 (int32)");
  }

  /** Megatron's code. */
  public int code() {
    return code;
  }

  /** Bytes of one token. */
  public int width() {
    return width;
  }

  /** Reads {@code count} tokens at the buffer's position, which must be little-endian. */
  void read(ByteBuffer source, int[] target, int at, int count) {
    if (this == INT32) {
      source.asIntBuffer().get(target, at, count);
      source.position(source.position() + count * Integer.BYTES);
    } else {
      for (int i = 0; i < count; i++) {
        target[at + i] = source.getShort() & 0xFFFF;
      }
    }
  }

  /** Appends {@code count} tokens; the buffer must be little-endian and have room. */
  void write(int[] tokens, int off, int count, ByteBuffer target) {
    if (this == INT32) {
      target.asIntBuffer().put(tokens, off, count);
      target.position(target.position() + count * Integer.BYTES);
    } else {
      for (int i = 0; i < count; i++) {
        target.putShort((short) tokens[off + i]);
      }
    }
  }

  /** Largest id that fits. */
  int largestId() {
    return this == INT32 ? Integer.MAX_VALUE : 0xFFFF;
  }
}

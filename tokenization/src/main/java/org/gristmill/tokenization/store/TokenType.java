package org.gristmill.tokenization.store;

import java.nio.ByteBuffer;
import org.gristmill.common.CorruptDataException;

/**
 * How one token id is stored, with Megatron's code for it. Little-endian. Token stores hold {@link
 * #UINT16} and {@link #INT32} only; sets from elsewhere may hold the others.
 */
public enum TokenType {
  /** Unsigned, one byte. */
  UINT8(1, Byte.BYTES),
  /** Signed, one byte. */
  INT8(2, Byte.BYTES),
  /** Signed, two bytes. */
  INT16(3, Short.BYTES),
  /** Signed, four bytes. */
  INT32(4, Integer.BYTES),
  /** Signed, eight bytes. */
  INT64(5, Long.BYTES),
  /** Unsigned, two bytes. */
  UINT16(8, Short.BYTES);

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
            + "; expected an integer type, 1 to 5 or 8");
  }

  /** Whether token stores hold this type. */
  boolean isStored() {
    return this == UINT16 || this == INT32;
  }

  /** The type among those that are written here which holds every id of this one. */
  public TokenType written() {
    return this == INT32 || this == INT64 ? INT32 : UINT16;
  }

  /** Megatron's code. */
  public int code() {
    return code;
  }

  /** Bytes of one token. */
  public int width() {
    return width;
  }

  /**
   * Reads {@code count} tokens at the buffer's position, which must be little-endian. Numbers that
   * can be no id come out negative.
   */
  public void read(ByteBuffer source, int[] target, int at, int count) {
    if (this == INT32) {
      source.asIntBuffer().get(target, at, count);
      source.position(source.position() + count * Integer.BYTES);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] =
          switch (this) {
            case UINT8 -> source.get() & 0xFF;
            case INT8 -> source.get();
            case INT16 -> source.getShort();
            case UINT16 -> source.getShort() & 0xFFFF;
            case INT32 -> source.getInt();
            case INT64 -> narrow(source.getLong());
          };
    }
  }

  private static int narrow(long id) {
    return id == (int) id ? (int) id : -1;
  }

  /**
   * Appends {@code count} tokens; the buffer must be little-endian and have room. For {@link
   * #UINT16} and {@link #INT32} only.
   *
   * @throws IllegalArgumentException for another type
   */
  public void write(int[] tokens, int off, int count, ByteBuffer target) {
    if (!isStored()) {
      throw new IllegalArgumentException(
          "Cannot write tokens as " + this + ": expected UINT16 or INT32");
    }
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
  public int largestId() {
    return switch (this) {
      case UINT8 -> 0xFF;
      case INT8 -> Byte.MAX_VALUE;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 0xFFFF;
      case INT32, INT64 -> Integer.MAX_VALUE;
    };
  }
}

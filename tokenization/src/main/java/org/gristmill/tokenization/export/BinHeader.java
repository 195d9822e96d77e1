package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.tokenization.store.TokenType;

/**
 * The header of llm.c's {@code .bin}: 256 int32 of which three are used, magic, version and number
 * of tokens. Two-byte tokens have magic 20240520 and version 1, four-byte ones 20240801 and 7.
 */
final class BinHeader {
  static final int BYTES = 1024;

  private static final int NARROW = 20_240_520;
  private static final int WIDE = 20_240_801;

  private BinHeader() {}

  static byte[] of(TokenType type, int tokens) {
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean narrow = type == TokenType.UINT16;
    header.putInt(narrow ? NARROW : WIDE).putInt(narrow ? 1 : 7).putInt(tokens);
    return header.array();
  }

  /** Whether a file starts like one. */
  static boolean isAt(RandomInput input) throws IOException {
    if (input.length() < BYTES) {
      return false;
    }
    int magic = read(input).getInt(0);
    return magic == NARROW || magic == WIDE;
  }

  private static ByteBuffer read(RandomInput input) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    input.readFully(0, header);
    return header;
  }

  /**
   * Checks a header against its file.
   *
   * @return the type of the tokens behind it
   */
  static TokenType check(RandomInput input, String name) throws IOException {
    if (!isAt(input)) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 0: no llm.c data; expected magic 20240520 or 20240801 and 1,024 bytes of"
              + " header");
    }
    ByteBuffer header = read(input);
    TokenType type = header.getInt(0) == NARROW ? TokenType.UINT16 : TokenType.INT32;
    int version = type == TokenType.UINT16 ? 1 : 7;
    if (header.getInt(4) != version) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 4: version "
              + header.getInt(4)
              + "; expected "
              + version);
    }
    long tokens = header.getInt(8);
    if (tokens < 0 || input.length() - BYTES != tokens * type.width()) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 8: "
              + tokens
              + " tokens do not fit its "
              + input.length()
              + " bytes");
    }
    return type;
  }
}

package org.gristmill.tokenization.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.tokenization.store.TokenType;

/**
 * How the one-dimensional integer arrays of an MDS column are stored.
 *
 * @param type unsigned types come as the signed ones of their width; ids too large for those come
 *     out negative
 * @param length tokens of each array; empty where each says it itself
 */
record MdsColumn(TokenType type, OptionalInt length) {
  private static final Pattern ARRAYS =
      Pattern.compile("ndarray:([a-z0-9]+)(?::([1-9][0-9]{0,8}))?");

  /** The column that an encoding describes; empty for any other kind of column. */
  static Optional<MdsColumn> of(String encoding) {
    Matcher matcher = ARRAYS.matcher(encoding);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<TokenType> type =
        switch (matcher.group(1)) {
          case "uint8" -> Optional.of(TokenType.UINT8);
          case "int8" -> Optional.of(TokenType.INT8);
          case "uint16" -> Optional.of(TokenType.UINT16);
          case "int16" -> Optional.of(TokenType.INT16);
          case "uint32", "int32" -> Optional.of(TokenType.INT32);
          case "uint64", "int64" -> Optional.of(TokenType.INT64);
          default -> Optional.empty();
        };
    OptionalInt length =
        matcher.group(2) == null
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(matcher.group(2)));
    return type.map(known -> new MdsColumn(known, length));
  }

  /**
   * How many values an array has that takes all bytes of a stretch, at whose end they stand; -1 if
   * its own numbers contradict that.
   */
  int count(ByteBuffer bytes, int from, int until) {
    int start = from;
    long count = length.orElse(0);
    if (length.isEmpty()) {
      int code = until - from < 2 ? -1 : bytes.get(from) - 4;
      if (code < 0 || code > 2 || until - from < 1 + (1 << code)) {
        return -1;
      }
      count =
          switch (code) {
            case 0 -> bytes.get(from + 1) & 0xFF;
            case 1 -> bytes.getShort(from + 1) & 0xFFFF;
            default -> bytes.getInt(from + 1) & 0xFFFF_FFFFL;
          };
      start = from + 1 + (1 << code);
    }
    return count * type.width() == until - start ? (int) count : -1;
  }

  /** Whether an index gives this size for the column: bytes of an array, null where they differ. */
  boolean hasSize(JsonNode size) {
    return length.isEmpty()
        ? size.isNull()
        : size.isIntegralNumber() && size.asLong() == (long) length.getAsInt() * type.width();
  }
}

package org.gristmill.tokenization.export;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Whether an index gives this size for the column: bytes of an array, null where they differ. */
  boolean hasSize(JsonNode size) {
    return length.isEmpty()
        ? size.isNull()
        : size.isIntegralNumber() && size.asLong() == (long) length.getAsInt() * type.width();
  }
}

package org.gristmill.tokenization.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import org.gristmill.tokenization.store.TokenType;

/**
 * The columns of an MDS data set of tokens.
 *
 * @param mask the column {@code loss_mask}, if there is one
 * @param maskFirst whether it comes before the tokens
 */
record MdsColumns(MdsColumn tokens, Optional<MdsColumn> mask, boolean maskFirst) {
  /** The columns of a set without shards. */
  static final MdsColumns NONE =
      new MdsColumns(new MdsColumn(TokenType.UINT16, OptionalInt.empty()), Optional.empty(), false);

  /** The columns that a shard's entry of an index names; empty if they are others. */
  static Optional<MdsColumns> of(JsonNode shard) {
    JsonNode encodings = shard.path("column_encodings");
    JsonNode sizes = shard.path("column_sizes");
    int count = encodings.size();
    boolean maskFirst = count == 2 && isMask(shard, 0);
    boolean known = count == 1 || (count == 2 && (maskFirst || isMask(shard, 1)));
    int place = maskFirst ? 1 : 0;
    Optional<MdsColumn> tokens = MdsColumn.of(encodings.path(place).asText());
    if (!known || sizes.size() != count || tokens.isEmpty()) {
      return Optional.empty();
    }
    boolean fits = tokens.get().hasSize(sizes.path(place));
    if (count == 2) {
      fits &= tokens.get().length().isEmpty() && sizes.path(1 - place).isNull();
    }
    Optional<MdsColumn> mask =
        count == 1
            ? Optional.empty()
            : Optional.of(new MdsColumn(TokenType.UINT8, OptionalInt.empty()));
    return fits ? Optional.of(new MdsColumns(tokens.get(), mask, maskFirst)) : Optional.empty();
  }

  private static boolean isMask(JsonNode shard, int column) {
    return shard.path("column_names").path(column).asText().equals(MdsSink.MASK)
        && shard.path("column_encodings").path(column).asText().equals("ndarray:uint8");
  }
}

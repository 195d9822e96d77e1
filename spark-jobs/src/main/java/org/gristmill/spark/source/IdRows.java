package org.gristmill.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import org.gristmill.common.recipe.Columns;

/** Makes documents of rows that are lists of token ids. */
final class IdRows implements ObjectRows {
  private final String column;
  private final Optional<String> id;
  private final RowLabels labels;
  private final TokenDocuments documents;

  IdRows(Columns columns, RowLabels labels, TokenDocuments documents) {
    this.column = columns.tokens().orElseThrow();
    this.id = columns.id();
    this.labels = labels;
    this.documents = documents;
  }

  @Override
  public Optional<String> messages() {
    return Optional.empty();
  }

  @Override
  public SourceDocument document(long row, Function<String, JsonNode> value) throws RejectedRow {
    JsonNode list = value.apply(column);
    if (list.isMissingNode() || list.isNull()) {
      throw new RejectedRow(RejectReason.MISSING_TEXT, "no '" + column + "' in the row");
    }
    if (!list.isArray()) {
      throw new RejectedRow(RejectReason.WRONG_TYPE, "'" + column + "' is not a list");
    }
    int[] ids = new int[list.size()];
    for (int i = 0; i < ids.length; i++) {
      JsonNode token = list.get(i);
      if (!token.isIntegralNumber() || !token.canConvertToInt()) {
        throw new RejectedRow(
            RejectReason.UNKNOWN_TOKEN, "token " + i + " is " + token + "; expected an id");
      }
      ids[i] = token.intValue();
    }
    DocumentLabels own = labels.of(name -> ChatRows.label(value.apply(name)));
    Optional<String> corpusId = id.flatMap(name -> ChatRows.label(value.apply(name)));
    return documents.document(row, ids, ids.length, own, corpusId);
  }
}

package org.gristmill.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import org.gristmill.common.recipe.Columns;

/** Makes documents of rows that are more than a text, whatever the file format. */
interface ObjectRows {
  /**
   * What reads the rows of a source.
   *
   * @param columns which columns mean what
   * @param labels labels of the rows
   * @param tokens makes documents of token ids, where the rows have such
   * @param maxDocumentBytes documents above this are rejected
   * @return empty if the rows are texts
   */
  static Optional<ObjectRows> of(
      Columns columns, RowLabels labels, Optional<TokenDocuments> tokens, long maxDocumentBytes) {
    if (columns.tokens().isPresent()) {
      return Optional.of(new IdRows(columns, labels, tokens.orElseThrow()));
    }
    return ChatRows.of(columns, labels, maxDocumentBytes).map(chats -> chats);
  }

  /** The column of messages, where a row is a conversation. */
  Optional<String> messages();

  /**
   * The document of a row.
   *
   * @param row place in the file
   * @param value the value of a column by its name, missing or null where there is none
   * @throws RejectedRow if the row makes no document
   */
  SourceDocument document(long row, Function<String, JsonNode> value) throws RejectedRow;
}

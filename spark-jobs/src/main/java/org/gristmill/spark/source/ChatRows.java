package org.gristmill.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.Content;
import org.gristmill.tokenization.chat.BadConversationException;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;

/** Makes documents of rows that are conversations or pairs of answers, whatever the file format. */
final class ChatRows implements ObjectRows {
  private final Columns columns;
  private final RowLabels labels;
  private final long maxDocumentBytes;

  /**
   * Reads the given columns.
   *
   * @param columns which columns mean what
   * @param labels labels of the rows
   * @param maxDocumentBytes documents above this are rejected
   */
  private ChatRows(Columns columns, RowLabels labels, long maxDocumentBytes) {
    this.columns = columns;
    this.labels = labels;
    this.maxDocumentBytes = maxDocumentBytes;
  }

  /** What reads the rows of a source; empty if they are texts. */
  static Optional<ChatRows> of(Columns columns, RowLabels labels, long maxDocumentBytes) {
    return columns.content() == Content.TEXT
        ? Optional.empty()
        : Optional.of(new ChatRows(columns, labels, maxDocumentBytes));
  }

  @Override
  public Optional<String> messages() {
    return columns.messages();
  }

  @Override
  public SourceDocument document(long row, Function<String, JsonNode> value) throws RejectedRow {
    byte[] json;
    String said;
    String kind;
    try {
      if (columns.messages().isPresent()) {
        Conversation conversation = Conversation.of(present(columns.messages().get(), value));
        json = conversation.toJson();
        said = conversation.text();
        kind = Conversation.KIND;
      } else {
        PreferencePair pair = pair(value);
        json = pair.toJson();
        said = pair.text();
        kind = PreferencePair.KIND;
      }
    } catch (BadConversationException bad) {
      throw new RejectedRow(RejectReason.of(bad.defect()), bad.detail());
    }
    if (json.length > maxDocumentBytes) {
      throw new RejectedRow(
          RejectReason.OVERSIZE,
          json.length + " bytes, above max_document_bytes " + maxDocumentBytes);
    }
    return new SourceDocument(
        row,
        json,
        said.getBytes(StandardCharsets.UTF_8),
        kind,
        labels.of(name -> label(value.apply(name))),
        "",
        columns.id().flatMap(name -> label(value.apply(name))));
  }

  private PreferencePair pair(Function<String, JsonNode> value) throws RejectedRow {
    JsonNode chosen = present(columns.chosen().orElseThrow(), value);
    JsonNode rejected = present(columns.rejected().orElseThrow(), value);
    Optional<JsonNode> prompt = columns.prompt().map(value);
    return prompt.isPresent()
        ? PreferencePair.of(prompt.get(), chosen, rejected)
        : PreferencePair.of(chosen, rejected);
  }

  private static JsonNode present(String name, Function<String, JsonNode> value)
      throws RejectedRow {
    JsonNode node = value.apply(name);
    if (node.isMissingNode() || node.isNull()) {
      throw new RejectedRow(RejectReason.MISSING_TEXT, "no '" + name + "' in the row");
    }
    return node;
  }

  static Optional<String> label(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }
}

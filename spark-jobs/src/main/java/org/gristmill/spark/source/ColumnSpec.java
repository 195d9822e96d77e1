package org.gristmill.spark.source;

import java.io.Serializable;
import java.util.Optional;
import org.gristmill.common.recipe.Columns;

/**
 * The columns of a source as a task gets them; those that are not given are empty.
 *
 * @param text column of the text
 * @param messages column of a conversation's messages
 * @param prompt column of what a pair of answers answers
 * @param chosen column of the preferred answer
 * @param rejected column of the other answer
 * @param id column of the corpus's identifier
 * @param tokens column of token ids
 */
public record ColumnSpec(
    String text,
    String messages,
    String prompt,
    String chosen,
    String rejected,
    String id,
    String tokens)
    implements Serializable {

  static ColumnSpec of(Columns columns) {
    return new ColumnSpec(
        columns.text(),
        columns.messages().orElse(""),
        columns.prompt().orElse(""),
        columns.chosen().orElse(""),
        columns.rejected().orElse(""),
        columns.id().orElse(""),
        columns.tokens().orElse(""));
  }

  Columns columns() {
    return new Columns(
        text,
        given(messages),
        given(prompt),
        given(chosen),
        given(rejected),
        given(id),
        Optional.empty(),
        given(tokens));
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}

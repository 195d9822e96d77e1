package org.gristmill.common.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Which columns of the rows of a file hold what. A row is a text, a conversation, or a pair of
 * answers to one prompt; its columns say which.
 *
 * @param text column of the text; default {@code text}; not read where rows are no texts
 * @param messages column of a conversation's messages
 * @param prompt column of what a pair of answers answers; may be left out where both answers begin
 *     with it
 * @param chosen column of the preferred answer of a pair
 * @param rejected column of the other answer; there if and only if {@code chosen} is
 * @param id column of the corpus's own identifier, kept as a label
 * @param quality column of a quality label, kept as a label
 * @param tokens column of a list of token ids, where the rows are such and no texts
 */
public record Columns(
    @Default("text") String text,
    Optional<String> messages,
    Optional<String> prompt,
    Optional<String> chosen,
    Optional<String> rejected,
    Optional<String> id,
    Optional<String> quality,
    Optional<String> tokens) {
  private static final String TEXT = "text";

  /** Columns of rows that bring no tokens. */
  public Columns(
      String text,
      Optional<String> messages,
      Optional<String> prompt,
      Optional<String> chosen,
      Optional<String> rejected,
      Optional<String> id,
      Optional<String> quality) {
    this(text, messages, prompt, chosen, rejected, id, quality, Optional.empty());
  }

  /** Checks the names. */
  public Columns {
    Check.notBlank("text", text);
    messages.ifPresent(name -> Check.notBlank("messages", name));
    prompt.ifPresent(name -> Check.notBlank("prompt", name));
    chosen.ifPresent(name -> Check.notBlank("chosen", name));
    rejected.ifPresent(name -> Check.notBlank("rejected", name));
    id.ifPresent(name -> Check.notBlank("id", name));
    quality.ifPresent(name -> Check.notBlank("quality", name));
    Check.that(
        chosen.isPresent() == rejected.isPresent(),
        chosen.isPresent() ? "chosen" : "rejected",
        "Cannot read pairs of answers: there is "
            + (chosen.isPresent() ? "chosen and no rejected" : "rejected and no chosen")
            + "; expected both");
    Check.that(
        prompt.isEmpty() || chosen.isPresent(),
        "prompt",
        "Cannot use prompt: there are no answers to it; expected chosen and rejected");
    Check.that(
        messages.isEmpty() || chosen.isEmpty(),
        "messages",
        "Cannot use messages: the rows are pairs of answers; expected messages, or chosen and"
            + " rejected");
    Check.that(
        tokens.isEmpty() || (messages.isEmpty() && chosen.isEmpty()),
        "tokens",
        "Cannot use tokens: the rows are conversations or pairs of answers; expected one kind");
    tokens.ifPresent(name -> Check.notBlank("tokens", name));
    Check.that(
        text.equals(TEXT) || (messages.isEmpty() && chosen.isEmpty() && tokens.isEmpty()),
        "text",
        "Cannot use text: the rows are no texts; expected text, or tokens, or messages, or chosen"
            + " and rejected");
  }

  /**
   * Rows of texts.
   *
   * @param text column of the text
   * @param id column of the identifier
   * @param quality column of the quality label
   */
  public static Columns ofText(String text, Optional<String> id, Optional<String> quality) {
    Optional<String> none = Optional.empty();
    return new Columns(text, none, none, none, none, id, quality);
  }

  /**
   * The same without the quality label, which {@link FileLabels} tells.
   *
   * @return columns of contents and the identifier
   */
  public Columns withoutQuality() {
    return new Columns(text, messages, prompt, chosen, rejected, id, Optional.empty(), tokens);
  }

  /**
   * What a row is.
   *
   * @return the kind of content
   */
  public Content content() {
    if (messages.isPresent()) {
      return Content.CONVERSATION;
    }
    return chosen.isPresent() ? Content.PREFERENCE : Content.TEXT;
  }

  /**
   * The columns that make the content of a row, in the order of this record.
   *
   * @return names of columns, at least one
   */
  public List<String> contentColumns() {
    if (tokens.isPresent()) {
      return List.of(tokens.get());
    }
    if (content() == Content.TEXT) {
      return List.of(text);
    }
    List<String> names = new ArrayList<>();
    messages.ifPresent(names::add);
    prompt.ifPresent(names::add);
    chosen.ifPresent(names::add);
    rejected.ifPresent(names::add);
    return names;
  }
}

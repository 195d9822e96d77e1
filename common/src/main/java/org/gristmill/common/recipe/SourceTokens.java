package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * How documents that come as tokens are read.
 *
 * @param as texts or tokens; default text
 * @param tokenizer the tokenizer that made them, a file relative to the recipe; default the
 *     recipe's own; only for texts
 * @param begin special token that is taken away where a document begins with it
 * @param end special token that is taken away where a document ends with it
 * @param specialTokensInText whether the spelling of special tokens was read as text or as tokens
 *     when they were made; default as text; only for texts
 */
public record SourceTokens(
    @Default("text") TokensAs as,
    Optional<String> tokenizer,
    Optional<String> begin,
    Optional<String> end,
    Optional<SpecialTokensInText> specialTokensInText) {
  /** Texts, as the recipe's tokenizer reads them. */
  static final SourceTokens PLAIN =
      new SourceTokens(
          TokensAs.TEXT, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that the parts fit together. */
  public SourceTokens {
    tokenizer.ifPresent(path -> Check.notBlank("tokenizer", path));
    begin.ifPresent(token -> Check.notBlank("begin", token));
    end.ifPresent(token -> Check.notBlank("end", token));
    Check.that(
        as == TokensAs.TEXT || tokenizer.isEmpty(),
        "tokenizer",
        "Cannot use tokenizer: tokens are kept only if the recipe's tokenizer made them; expected"
            + " 'as: text', or no tokenizer of their own");
    Check.that(
        as == TokensAs.TEXT || specialTokensInText.isEmpty(),
        "special_tokens_in_text",
        "Cannot use special_tokens_in_text: no text is made of the tokens; expected 'as: text'");
  }
}

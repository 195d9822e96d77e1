package org.gristmill.spark.source;

import java.io.Serializable;
import org.gristmill.common.recipe.SpecialTokensInText;
import org.gristmill.common.recipe.TokensAs;
import org.gristmill.common.work.TokenSettings;
import org.gristmill.tokenization.SpecialTokens;

/**
 * How a task reads documents that come as tokens; texts that are not given are empty.
 *
 * @param asTokens whether tokens stay tokens
 * @param begin special token that is taken away from beginnings
 * @param end special token that is taken away from ends
 * @param mode how special tokens' spellings were read when the tokens were made
 * @param tokenizer identity of the tokenizer's file
 */
public record TokenSpec(
    boolean asTokens, String begin, String end, SpecialTokens mode, String tokenizer)
    implements Serializable {

  /** Takes over what the recipe says. */
  static TokenSpec of(TokenSettings settings) {
    boolean special =
        settings.specialTokensInText().filter(SpecialTokensInText.AS_TOKENS::equals).isPresent();
    return new TokenSpec(
        settings.as() == TokensAs.TOKENS,
        settings.begin().orElse(""),
        settings.end().orElse(""),
        special ? SpecialTokens.AS_TOKENS : SpecialTokens.AS_TEXT,
        settings.tokenizer());
  }
}

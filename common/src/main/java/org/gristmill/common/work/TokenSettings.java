package org.gristmill.common.work;

import java.util.Optional;
import org.gristmill.common.recipe.SourceTokens;
import org.gristmill.common.recipe.SpecialTokensInText;
import org.gristmill.common.recipe.TokensAs;

/**
 * What decides the documents of a source that brings tokens.
 *
 * @param as texts or tokens
 * @param tokenizer identity of the tokenizer's file, XXH3-128 in hexadecimal; empty while unknown
 * @param begin special token that is taken away from beginnings
 * @param end special token that is taken away from ends
 * @param specialTokensInText how special tokens' spellings were read
 */
public record TokenSettings(
    TokensAs as,
    String tokenizer,
    Optional<String> begin,
    Optional<String> end,
    Optional<SpecialTokensInText> specialTokensInText) {
  static TokenSettings of(SourceTokens tokens, String tokenizer) {
    return new TokenSettings(
        tokens.as(), tokenizer, tokens.begin(), tokens.end(), tokens.specialTokensInText());
  }
}

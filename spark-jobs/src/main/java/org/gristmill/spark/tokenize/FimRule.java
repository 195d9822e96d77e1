package org.gristmill.spark.tokenize;

import java.io.Serializable;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.FimOptions;
import org.gristmill.mixing.Stratum;
import org.gristmill.mixing.StratumPattern;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.fim.FillInMiddle;

/**
 * A rule of the recipe with the ids of its tokens.
 *
 * @param strata pattern of strata
 * @param rate share of documents that are rearranged
 * @param spmRate share of those with the suffix first
 * @param prefix id before the prefix
 * @param middle id before the middle
 * @param suffix id before the suffix
 */
record FimRule(String strata, double rate, double spmRate, int prefix, int middle, int suffix)
    implements Serializable {

  /**
   * Finds the tokens.
   *
   * @throws ConfigException if the tokenizer lacks one, or the pattern is none
   */
  static FimRule of(FimOptions options, Tokenizer tokenizer) {
    StratumPattern.parse(options.strata());
    return new FimRule(
        options.strata(),
        options.rate(),
        options.spmRate(),
        id(options.prefix(), options, tokenizer),
        id(options.middle(), options, tokenizer),
        id(options.suffix(), options, tokenizer));
  }

  private static int id(String token, FimOptions options, Tokenizer tokenizer) {
    return tokenizer
        .specialTokenId(token)
        .orElseThrow(
            () ->
                new ConfigException(
                    "Cannot rearrange documents of "
                        + options.strata()
                        + " (tokenizer.fim): the tokenizer has no special token "
                        + token));
  }

  boolean matches(String stratum) {
    return StratumPattern.parse(strata).matches(Stratum.parse(stratum));
  }

  FillInMiddle rearranger() {
    return new FillInMiddle(rate, spmRate, new FillInMiddle.Marks(prefix, middle, suffix));
  }
}

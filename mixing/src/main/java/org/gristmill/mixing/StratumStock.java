package org.gristmill.mixing;

import org.gristmill.common.ConfigException;

/**
 * What a stratum holds, in tokens of the mix's tokenizer, end-of-document tokens included.
 *
 * @param trainingTokens tokens that may be trained on; at least 0
 * @param documents documents those tokens come from; at least 0
 * @param validationTokens tokens held out for validation; at least 0
 */
public record StratumStock(long trainingTokens, long documents, long validationTokens) {

  /**
   * Checks the ranges.
   *
   * @throws ConfigException if a count is negative
   */
  public StratumStock {
    if (trainingTokens < 0 || documents < 0 || validationTokens < 0) {
      throw new ConfigException(
          Wording.of(
              "Cannot use a stock of %d training tokens, %d documents, %d validation tokens: a count is negative; expected counts from 0",
              trainingTokens, documents, validationTokens));
    }
  }
}

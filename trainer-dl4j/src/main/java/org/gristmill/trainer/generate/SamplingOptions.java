package org.gristmill.trainer.generate;

import org.gristmill.common.ConfigException;

/**
 * How the next token is drawn.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK draw from so many likeliest tokens; 0 for all
 * @param topP draw from the likeliest tokens that together have this probability, above 0 to 1
 *     (Holtzman et al., 2020)
 * @param noRepeatNgram no sequence of so many tokens occurs twice (Paulus et al., 2018), so no
 *     token stands more often than this in a row; 0 for no such rule
 */
public record SamplingOptions(double temperature, int topK, double topP, int noRepeatNgram) {

  /** Checks the ranges. */
  public SamplingOptions {
    require(temperature >= 0, "temperature", temperature, "0 or more");
    require(topK >= 0, "top-k", topK, "0 or more");
    require(topP > 0 && topP <= 1, "top-p", topP, "above 0, at most 1");
    require(noRepeatNgram >= 0, "no-repeat-ngram", noRepeatNgram, "0 or more");
  }

  private static void require(boolean fits, String name, double value, String expected) {
    if (!fits) {
      throw new ConfigException(
          "Cannot sample with " + name + " " + value + ": expected " + expected);
    }
  }
}

package org.gristmill.trainer.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws tokens from logits. A function of the options, the seed and the logits so far. Not
 * thread-safe.
 */
final class TokenSampler {

  private final SamplingOptions options;
  private final SplittableRandom random;
  private long[] ranked = new long[0];

  TokenSampler(SamplingOptions options, long seed) {
    this.options = options;
    random = new SplittableRandom(seed);
  }

  /**
   * Draws the token after {@code tokens[0 .. length)}.
   *
   * @param logits one per token; changed; negative infinity for tokens that must not be drawn
   */
  int draw(float[] logits, int[] tokens, int length) {
    banRepeats(logits, tokens, length);
    if (options.temperature() == 0) {
      return likeliest(logits);
    }
    rank(logits);
    int count = options.topK() == 0 ? logits.length : Math.min(options.topK(), logits.length);
    double[] weights = new double[count];
    double highest = logits[token(0)];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp((logits[token(i)] - highest) / options.temperature());
      sum += weights[i];
    }
    double kept = 0;
    int nucleus = 0;
    while (nucleus < count && (nucleus == 0 || kept < options.topP() * sum)) {
      kept += weights[nucleus++];
    }
    double at = random.nextDouble() * kept;
    for (int i = 0; i < nucleus; i++) {
      at -= weights[i];
      if (at < 0) {
        return token(i);
      }
    }
    return token(0);
  }

  /** Forbids every token that would complete a sequence that stands in the text already. */
  private void banRepeats(float[] logits, int[] tokens, int length) {
    int n = options.noRepeatNgram();
    if (n == 0) {
      return;
    }
    int prefix = n - 1;
    for (int start = 0; start + prefix < length; start++) {
      boolean same = Arrays.equals(tokens, start, start + prefix, tokens, length - prefix, length);
      if (same) {
        logits[tokens[start + prefix]] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Tokens by falling logit, equal ones by rising id. */
  private void rank(float[] logits) {
    if (ranked.length != logits.length) {
      ranked = new long[logits.length];
    }
    for (int token = 0; token < logits.length; token++) {
      int bits = Float.floatToIntBits(logits[token]);
      int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
      ranked[token] = ((long) ~ascending << 32) | token;
    }
    Arrays.sort(ranked);
  }

  private int token(int rank) {
    return (int) ranked[rank];
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }
}

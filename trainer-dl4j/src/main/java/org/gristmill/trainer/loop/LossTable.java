package org.gristmill.trainer.loop;

import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code losses.json}: how well each stratum is learnt, in nats per token.
 *
 * @param step steps the numbers were taken after
 * @param strata one entry per stratum
 */
public record LossTable(long step, Map<String, Entry> strata) {

  /**
   * Losses of one stratum.
   *
   * @param trainTokens target positions trained on
   * @param trainAverage moving average of the training loss; empty if never trained on
   * @param heldOutTokens held-out target positions the next three are means over
   * @param heldOutStart loss before the first step
   * @param heldOutEnd loss after the last step
   * @param unigramLoss cross-entropy of the same tokens under the token frequencies of the training
   *     rows
   * @param unigramEntropy entropy of those frequencies
   */
  public record Entry(
      long trainTokens,
      Optional<Double> trainAverage,
      long heldOutTokens,
      Optional<Double> heldOutStart,
      Optional<Double> heldOutEnd,
      Optional<Double> unigramLoss,
      double unigramEntropy) {}
}

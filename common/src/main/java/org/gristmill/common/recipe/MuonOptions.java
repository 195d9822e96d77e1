package org.gristmill.common.recipe;

import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Muon (Jordan et al., 2024) for the projections of the decoder; embedding and norms stay with
 * AdamW.
 *
 * @param learningRate peak learning rate, on the schedule of the other; default 0.02
 * @param momentum share of the old momentum; default 0.95
 */
public record MuonOptions(@Default("0.02") double learningRate, @Default("0.95") double momentum) {
  /** Checks the ranges. */
  public MuonOptions {
    Check.positive("learning_rate", learningRate);
    Check.that(
        momentum >= 0 && momentum < 1,
        "momentum",
        "Cannot use momentum " + momentum + ": it is out of range; expected 0 to below 1");
  }
}

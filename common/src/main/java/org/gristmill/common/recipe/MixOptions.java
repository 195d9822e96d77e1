package org.gristmill.common.recipe;

import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Sampling, packing and sharding.
 *
 * @param sequenceLength tokens the model sees at once; a row holds one more; default 256
 * @param seed picks where each stratum's sample starts; equal seeds nest; default 0
 * @param windowRows rows of a window, inside which packing works; default 1024
 * @param shardBytes size a shard aims at, rounded to whole windows, bytes; default 256 MiB
 * @param packing how documents are laid into rows; default {@code concat}
 * @param validationFraction share of documents held out of every stratum, 0 to 0.5; default 0.002
 */
public record MixOptions(
    @Default("256") int sequenceLength,
    @Default("0") long seed,
    @Default("1024") int windowRows,
    @Default("268435456") long shardBytes,
    @Default("concat") Packing packing,
    @Default("0.002") double validationFraction) {
  /** Checks the ranges. */
  public MixOptions {
    Check.range("sequence_length", sequenceLength, 2, 1 << 20);
    Check.range("window_rows", windowRows, 1, 1 << 20);
    Check.atLeast("shard_bytes", shardBytes, 1);
    Check.that(
        validationFraction >= 0 && validationFraction <= 0.5,
        "validation_fraction",
        "Cannot use validation_fraction "
            + validationFraction
            + ": it is out of range; expected a number from 0 to 0.5");
  }
}

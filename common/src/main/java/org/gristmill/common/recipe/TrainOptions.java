package org.gristmill.common.recipe;

import java.util.List;
import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Training of the decoder.
 *
 * @param preset name of a shape the trainer knows; the shape keys below override it
 * @param layers decoder layers
 * @param width width of the residual stream, a multiple of twice the heads
 * @param heads query heads
 * @param kvHeads key and value heads, a divisor of {@code heads}; left out: as many
 * @param ffn width of the feed-forward layer; left out: 8/3 of the width, rounded to a multiple of
 *     8
 * @param steps optimiser steps; exactly one of {@code steps} and {@code tokens}
 * @param tokens target positions to train on, rounded up to whole steps
 * @param maxMixEpochs how often the whole mix may be read; default 1
 * @param read where rows come from; default {@code shards}
 * @param batchRows rows of a step; default 16
 * @param learningRate peak learning rate; default 0.003
 * @param warmupFraction share of steps with a rising rate; default 0.02
 * @param decayFraction share of steps, at the end, with a falling rate; default 0.2
 * @param weightDecay decoupled weight decay; default 0.1
 * @param beta1 decay of the first moment; default 0.9
 * @param beta2 decay of the second moment; default 0.95
 * @param epsilon added to the root of the second moment; default 1e-8
 * @param muon how the projections are moved; left out: by AdamW, like everything else
 * @param clipNorm global norm gradients are clipped to; default 1
 * @param seed of the initial weights and of generated samples; default 0
 * @param checkpointEvery steps between checkpoints; default 500
 * @param evalEvery steps between validation losses; default 100
 * @param evalRows validation rows read per stratum each time, at most; default 32
 * @param samples texts to generate at the end
 */
public record TrainOptions(
    Optional<String> preset,
    Optional<Integer> layers,
    Optional<Integer> width,
    Optional<Integer> heads,
    Optional<Integer> kvHeads,
    Optional<Integer> ffn,
    Optional<Long> steps,
    Optional<Long> tokens,
    @Default("1") int maxMixEpochs,
    @Default("shards") TrainInput read,
    @Default("16") int batchRows,
    @Default("0.003") double learningRate,
    @Default("0.02") double warmupFraction,
    @Default("0.2") double decayFraction,
    @Default("0.1") double weightDecay,
    @Default("0.9") double beta1,
    @Default("0.95") double beta2,
    @Default("0.00000001") double epsilon,
    Optional<MuonOptions> muon,
    @Default("1") double clipNorm,
    @Default("0") long seed,
    @Default("500") long checkpointEvery,
    @Default("100") long evalEvery,
    @Default("32") int evalRows,
    @Default("[]") List<Sample> samples) {
  /** Checks the ranges, and that shape and length are given. */
  public TrainOptions {
    samples = List.copyOf(samples);
    layers.ifPresent(n -> Check.range("layers", n, 1, 1024));
    width.ifPresent(n -> Check.range("width", n, 2, 1 << 16));
    heads.ifPresent(n -> Check.range("heads", n, 1, 1024));
    kvHeads.ifPresent(n -> Check.range("kv_heads", n, 1, 1024));
    ffn.ifPresent(n -> Check.range("ffn", n, 1, 1 << 20));
    steps.ifPresent(n -> Check.atLeast("steps", n, 1));
    tokens.ifPresent(n -> Check.atLeast("tokens", n, 1));
    Check.that(
        preset.isPresent() || (layers.isPresent() && width.isPresent() && heads.isPresent()),
        "preset",
        "Cannot shape the model: there is no preset; expected preset, or layers, width and heads");
    sizes(preset, layers, width, heads, kvHeads, ffn);
    Check.that(
        steps.isPresent() != tokens.isPresent(),
        steps.isPresent() ? "tokens" : "preset",
        "Cannot plan training: there is "
            + (steps.isPresent() ? "both steps and tokens" : "neither steps nor tokens")
            + "; expected exactly one");
    Check.atLeast("max_mix_epochs", maxMixEpochs, 1);
    Check.range("batch_rows", batchRows, 1, 1 << 20);
    Check.positive("learning_rate", learningRate);
    Check.fraction("warmup_fraction", warmupFraction);
    Check.fraction("decay_fraction", decayFraction);
    Check.that(
        warmupFraction + decayFraction <= 1,
        "decay_fraction",
        "Cannot use decay_fraction "
            + decayFraction
            + ": with warmup_fraction "
            + warmupFraction
            + " it exceeds 1");
    Check.notNegative("weight_decay", weightDecay);
    belowOne("beta1", beta1);
    belowOne("beta2", beta2);
    Check.positive("epsilon", epsilon);
    Check.positive("clip_norm", clipNorm);
    Check.atLeast("checkpoint_every", checkpointEvery, 1);
    Check.atLeast("eval_every", evalEvery, 1);
    Check.range("eval_rows", evalRows, 1, 1 << 20);
  }

  /** Sizes of the decoder: those of the preset, with the section's own over it. */
  public ModelSizes sizes() {
    return sizes(preset, layers, width, heads, kvHeads, ffn);
  }

  private static ModelSizes sizes(
      Optional<String> preset,
      Optional<Integer> layers,
      Optional<Integer> width,
      Optional<Integer> heads,
      Optional<Integer> kvHeads,
      Optional<Integer> ffn) {
    Optional<ModelSizes> base = preset.map(ModelSizes::preset);
    return new ModelSizes(
        layers.or(() -> base.map(ModelSizes::layers)).orElseThrow(),
        width.or(() -> base.map(ModelSizes::width)).orElseThrow(),
        heads.or(() -> base.map(ModelSizes::heads)).orElseThrow(),
        kvHeads
            .or(() -> heads) // other heads than the preset's: its groups mean nothing
            .or(() -> base.map(ModelSizes::kvHeads))
            .orElseThrow(),
        ffn.or(() -> width.map(TrainOptions::defaultFeedForward))
            .or(() -> base.map(ModelSizes::ffn))
            .orElseThrow());
  }

  private static int defaultFeedForward(int width) {
    return Math.max(8, (int) Math.round(width * 8 / 3.0 / 8) * 8);
  }

  /**
   * Optimiser steps of the run.
   *
   * @param sequenceLength target positions of a row
   * @return {@code steps}, or {@code tokens} rounded up to whole steps of full rows
   */
  public long steps(int sequenceLength) {
    long perStep = (long) batchRows * sequenceLength;
    return steps.orElseGet(() -> (tokens.orElseThrow() + perStep - 1) / perStep);
  }

  /**
   * The same training for a number of steps.
   *
   * @param count optimiser steps, at least 1; they stand for {@code tokens}
   */
  public TrainOptions withSteps(long count) {
    return with(Optional.of(count), Optional.empty(), samples);
  }

  /**
   * The training itself, which the texts generated at its end have no part in.
   *
   * @return the same options without samples
   */
  public TrainOptions withoutSamples() {
    return with(steps, tokens, List.of());
  }

  private TrainOptions with(
      Optional<Long> otherSteps, Optional<Long> otherTokens, List<Sample> otherSamples) {
    return new TrainOptions(
        preset,
        layers,
        width,
        heads,
        kvHeads,
        ffn,
        otherSteps,
        otherTokens,
        maxMixEpochs,
        read,
        batchRows,
        learningRate,
        warmupFraction,
        decayFraction,
        weightDecay,
        beta1,
        beta2,
        epsilon,
        muon,
        clipNorm,
        seed,
        checkpointEvery,
        evalEvery,
        evalRows,
        otherSamples);
  }

  private static void belowOne(String key, double value) {
    Check.that(
        value >= 0 && value < 1,
        key,
        "Cannot use " + key + " " + value + ": it is out of range; expected 0 to below 1");
  }
}

package org.gristmill.trainer.loop;

import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.ModelSizes;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.trainer.model.DecoderShape;
import org.gristmill.trainer.model.ParameterLayout;
import org.gristmill.trainer.optimizer.AdamW;
import org.gristmill.trainer.optimizer.Muon;
import org.gristmill.trainer.optimizer.WarmupStableDecay;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What a run is: the model, the options, and what it reads.
 *
 * @param shape sizes of the decoder
 * @param options effective {@code train} section
 * @param mix fingerprint of the data
 * @param tokenizer fingerprint of the tokenizer
 * @param endOfDocument id of the token that ends documents
 */
public record TrainingSetup(
    DecoderShape shape, TrainOptions options, String mix, String tokenizer, int endOfDocument) {

  private static final int MAX_LINES_AT_ONCE = 4096;

  /** A run on rows of a data set; the token behind a row's length ends documents. */
  public static TrainingSetup of(TrainOptions options, ShardInfo info, String mix) {
    return new TrainingSetup(
        shape(options, info.vocabularySize(), info.sequenceLength()),
        options,
        mix,
        info.tokenizerFingerprint(),
        info.padId());
  }

  /** The shape a {@code train} section asks for: its preset, with its own sizes over it. */
  public static DecoderShape shape(TrainOptions options, int vocabularySize, int sequenceLength) {
    ModelSizes sizes = options.sizes();
    return new DecoderShape(
        vocabularySize,
        sequenceLength,
        sizes.width(),
        sizes.layers(),
        sizes.heads(),
        sizes.kvHeads(),
        sizes.ffn(),
        DecoderShape.DEFAULT_ROPE_BASE,
        DecoderShape.DEFAULT_NORM_EPSILON);
  }

  /** Steps of the run; tokens are rounded up to whole steps of full rows. */
  public int steps() {
    long steps = options.steps(shape.sequenceLength());
    if (steps > Integer.MAX_VALUE) {
      throw new ConfigException(
          "Cannot train " + steps + " steps: expected at most " + Integer.MAX_VALUE);
    }
    return (int) steps;
  }

  /** Learning rates of the run, those of {@link #matrixUpdater} apart when Muon is asked for. */
  public WarmupStableDecay schedule() {
    return schedule(options.learningRate());
  }

  /** What moves embedding and norms. */
  IUpdater updater() {
    return new AdamW(schedule(), options.beta1(), options.beta2(), options.epsilon());
  }

  /** What moves the projections. */
  IUpdater matrixUpdater() {
    return options
        .muon()
        .<IUpdater>map(
            muon ->
                new Muon(
                    schedule(muon.learningRate()),
                    muon.momentum(),
                    ParameterLayout.projections(shape)))
        .orElseGet(this::updater);
  }

  private WarmupStableDecay schedule(double peak) {
    int steps = steps();
    int warmup = (int) Math.round(steps * options.warmupFraction());
    int decay = Math.min(steps - warmup, (int) Math.round(steps * options.decayFraction()));
    return new WarmupStableDecay(peak, warmup, decay, steps);
  }

  /** Parts a batch is cut into when a run starts on a machine with so many cores. */
  int replicas(int cores) {
    return Math.min(cores, options.batchRows());
  }

  /** Rows of a part that are taken together: about four thousand positions. */
  int rowsAtOnce(int replicas) {
    int part = (options.batchRows() + replicas - 1) / replicas;
    return Math.max(1, Math.min(part, MAX_LINES_AT_ONCE / shape.sequenceLength()));
  }

  /**
   * Refuses a run that reads past the end of its mix.
   *
   * @param rows rows the mix has
   */
  void requireRows(long rows) {
    long wanted = (long) steps() * options.batchRows();
    long allowed = Math.multiplyExact(rows, (long) options.maxMixEpochs());
    if (wanted > allowed) {
      throw new ConfigException(
          "Cannot train "
              + steps()
              + " steps of "
              + options.batchRows()
              + " rows: they take "
              + wanted
              + " rows and the mix has "
              + rows
              + ", to be read "
              + (options.maxMixEpochs() == 1 ? "once" : options.maxMixEpochs() + " times")
              + "; expected at most "
              + allowed / options.batchRows()
              + " steps, a larger mix, or a higher train.max_mix_epochs");
    }
  }
}

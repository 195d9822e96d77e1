package org.gristmill.trainer.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.trainer.data.BatchReader;
import org.gristmill.trainer.data.StratifiedBatch;
import org.gristmill.trainer.loop.CheckpointState.RandomState;
import org.gristmill.trainer.loop.CheckpointState.StratumState;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.model.DecoderNetwork;
import org.gristmill.trainer.runtime.Workers;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A training run in one directory of a store. A run that was interrupted goes on from its newest
 * checkpoint and ends with the same losses and parameters, bit for bit, as one that was not. Not
 * thread-safe; one process per directory.
 */
public final class TrainingRun {

  private static final int MOST_METRIC_LINES = 20_000;

  private final Store store;
  private final String directory;
  private final TrainingSetup setup;
  private final RowSource training;
  private final Optional<RowSource> validation;
  private final Consumer<String> out;
  private final Checkpoints checkpoints;
  private final MetricsLog metrics;
  private final StratumLosses losses;
  private Map<String, Double> heldOutStart = new TreeMap<>();
  private long tokens;

  /**
   * @param directory directory of the run inside the store, empty for its root
   * @param training rows to train on
   * @param validation rows to judge by, if there are any
   * @param out receives progress lines
   */
  public TrainingRun(
      Store store,
      String directory,
      TrainingSetup setup,
      RowSource training,
      Optional<RowSource> validation,
      Consumer<String> out) {
    this.store = store;
    this.directory = directory;
    this.setup = setup;
    this.training = training;
    this.validation = validation;
    this.out = out;
    checkpoints = new Checkpoints(store, directory);
    metrics = new MetricsLog(store, directory);
    losses = new StratumLosses(training.strata());
  }

  /** Whether to go on from a checkpoint that is there. */
  public enum Start {
    /** Go on if there is a checkpoint. */
    RESUME,
    /** Refuse if there is one. */
    FRESH
  }

  /**
   * What a run leaves behind.
   *
   * @param network the trained network
   * @param table losses by stratum
   * @param tokens target positions trained on
   * @param files files of the run by name, checkpoints left out
   * @param timed files that hold speeds, so that they differ between equal runs, by name
   */
  public record Result(
      DecoderNetwork network,
      LossTable table,
      long tokens,
      Map<String, FileDigest> files,
      Map<String, FileDigest> timed) {}

  /**
   * Trains to the end.
   *
   * @throws ConfigException if the mix is too short, or the directory holds another run
   */
  public Result run(Start start) throws IOException {
    setup.requireRows(training.rows());
    Optional<CheckpointState> found = checkpoints.latest();
    found.ifPresent(state -> requireSame(state, start));
    checkpoints.removeOld();
    int replicas =
        found.map(CheckpointState::replicas).orElseGet(() -> setup.replicas(Workers.cores()));
    int rowsAtOnce =
        found.map(CheckpointState::rowsAtOnce).orElseGet(() -> setup.rowsAtOnce(replicas));
    TrainOptions options = setup.options();
    DecoderNetwork network =
        DecoderNetwork.create(
            setup.shape(),
            new TrainingPlan(
                replicas, rowsAtOnce, options.clipNorm(), options.weightDecay(), options.seed()),
            setup.updater(),
            setup.matrixUpdater(),
            DataType.FLOAT);
    HeldOut heldOut = heldOut();
    if (found.isPresent()) {
      restore(found.get(), network);
    } else if (heldOut != null) {
      heldOutStart = heldOut.losses(network.layer());
    }
    train(network, heldOut, replicas, rowsAtOnce);
    return finish(network, heldOut);
  }

  private void train(DecoderNetwork network, HeldOut heldOut, int replicas, int rowsAtOnce)
      throws IOException {
    TrainOptions options = setup.options();
    int steps = setup.steps();
    int rows = options.batchRows();
    int logEvery = Math.max(1, steps / MOST_METRIC_LINES);
    StratifiedBatch batch = new StratifiedBatch(rows, setup.shape().sequenceLength());
    BatchReader reader = new BatchReader(training);
    Progress progress = new Progress(out, network.step(), steps);
    for (int step = network.step(); step < steps; step++) {
      double before = Progress.now();
      for (int place = 0; place < rows; place++) {
        reader.read(((long) step * rows + place) % training.rows(), batch, place);
      }
      batch.rows.averageTargets();
      double rate = setup.schedule().valueAt(step, 0);
      double loss = network.fit(batch.rows);
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            "Cannot go on after step "
                + (step + 1)
                + ": the loss is "
                + loss
                + "; expected a lower train.learning_rate to keep it finite");
      }
      long targets = losses.add(batch, network.layer().lastLosses());
      tokens += targets;
      int done = step + 1;
      if (done % logEvery == 0 || done == steps) {
        metrics.add(
            Map.of(
                "step", done,
                "tokens", tokens,
                "loss", loss,
                "learning_rate", rate,
                "gradient_norm", network.layer().lastGradientNorm(),
                "tokens_per_second", Math.round(targets / (Progress.now() - before))));
      }
      progress.step(done, loss, rate, targets);
      if (heldOut != null && done % options.evalEvery() == 0 && done < steps) {
        progress.pause(() -> judge(network, heldOut, done));
      }
      if (done % options.checkpointEvery() == 0 || done == steps) {
        metrics.write();
        checkpoints.save(state(done, replicas, rowsAtOnce), network);
      }
    }
  }

  private void judge(DecoderNetwork network, HeldOut heldOut, int step) {
    Map<String, Double> means = heldOut.losses(network.layer());
    metrics.add(Map.of("step", step, "held_out", means));
    double sum = means.values().stream().mapToDouble(Double::doubleValue).sum();
    out.accept(
        String.format(
            java.util.Locale.ROOT,
            "step %,d  held-out loss %.3f, mean of %d strata",
            step,
            sum / means.size(),
            means.size()));
  }

  private Result finish(DecoderNetwork network, HeldOut heldOut) throws IOException {
    long rows = (long) setup.steps() * setup.options().batchRows();
    UnigramCounts unigram = UnigramCounts.of(training, rows, setup.shape().vocabularySize());
    Map<String, Double> end = heldOut == null ? Map.of() : heldOut.losses(network.layer());
    Map<String, Double> baseline = heldOut == null ? Map.of() : heldOut.unigramLosses(unigram);
    Map<String, Long> held = heldOut == null ? Map.of() : heldOut.tokens();
    Map<String, LossTable.Entry> entries = new LinkedHashMap<>();
    List<String> names = training.strata();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      entries.put(
          name,
          new LossTable.Entry(
              losses.tokens(i),
              losses.tokens(i) == 0 ? Optional.empty() : Optional.of(losses.average(i)),
              held.getOrDefault(name, 0L),
              Optional.ofNullable(heldOutStart.get(name)),
              Optional.ofNullable(end.get(name)),
              Optional.ofNullable(baseline.get(name)),
              unigram.entropy(i)));
    }
    LossTable table = new LossTable(setup.steps(), entries);
    Map<String, FileDigest> files = new TreeMap<>();
    Map<String, FileDigest> timed = Map.of(MetricsLog.FILE, metrics.write());
    files.put(
        "losses.json",
        store.writeAtomically(
            directory.isEmpty() ? "losses.json" : directory + "/losses.json",
            CanonicalJson.pretty(table).getBytes(StandardCharsets.UTF_8)));
    return new Result(network, table, tokens, files, timed);
  }

  private HeldOut heldOut() throws IOException {
    if (validation.isEmpty() || validation.get().rows() == 0) {
      return null;
    }
    HeldOut held =
        new HeldOut(validation.get(), setup.options().evalRows(), setup.options().batchRows());
    return held.tokens().isEmpty() ? null : held;
  }

  private void requireSame(CheckpointState state, Start start) {
    String where = directory.isEmpty() ? store.root().toString() : directory;
    if (start == Start.FRESH) {
      throw new ConfigException(
          "Cannot start training in "
              + where
              + ": it holds a run at step "
              + state.step()
              + "; expected --resume to continue it, or another directory");
    }
    boolean same =
        state.mix().equals(setup.mix())
            && state.model().equals(setup.shape())
            && state.train().equals(configuration());
    if (!same) {
      throw new ConfigException(
          "Cannot resume training in "
              + where
              + ": it was started with "
              + (state.mix().equals(setup.mix())
                  ? "another configuration"
                  : "another mix, " + state.mix())
              + "; expected what its checkpoint says, or another directory");
    }
  }

  private void restore(CheckpointState state, DecoderNetwork network) throws IOException {
    checkpoints.load(state, network);
    tokens = state.tokens();
    losses.restore(state.strata());
    for (Map.Entry<String, StratumState> entry : state.strata().entrySet()) {
      entry.getValue().heldOutStart().ifPresent(loss -> heldOutStart.put(entry.getKey(), loss));
    }
    metrics.restore(state.step());
    out.accept(String.format(java.util.Locale.ROOT, "continuing after step %,d", state.step()));
  }

  private CheckpointState state(int step, int replicas, int rowsAtOnce) {
    return new CheckpointState(
        CheckpointState.FORMAT_VERSION,
        step,
        (long) step * setup.options().batchRows(),
        tokens,
        replicas,
        rowsAtOnce,
        setup.mix(),
        setup.tokenizer(),
        setup.endOfDocument(),
        setup.shape(),
        configuration(),
        new RandomState("java.util.Random", setup.options().seed(), 0),
        losses.states(heldOutStart),
        Map.of());
  }

  private org.gristmill.common.config.ConfigTree configuration() {
    return YamlConfig.parseJson("train", CanonicalJson.of(setup.options().withoutSamples()));
  }
}

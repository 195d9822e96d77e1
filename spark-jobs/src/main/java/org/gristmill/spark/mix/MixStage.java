package org.gristmill.spark.mix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.recipe.Recipe;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.MixPlan;
import org.gristmill.mixing.MixPlanner;
import org.gristmill.mixing.Mixture;
import org.gristmill.spark.job.Partitions;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.Tasks;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;

/**
 * Plans a mix against the token store and writes its shards: each task takes a run of consecutive
 * shards and reads the ranges of tokens they need; nothing is shuffled.
 */
public final class MixStage {
  private final SparkSession session;
  private final StoreLocation work;
  private final Store store;
  private final String fingerprint;
  private final String directory;
  private final String tokenize;
  private final Recipe recipe;

  private MixStage(
      SparkSession session,
      StoreLocation work,
      Store store,
      String fingerprint,
      String tokenize,
      Recipe recipe) {
    this.session = session;
    this.work = work;
    this.store = store;
    this.fingerprint = fingerprint;
    this.directory = WorkDirectory.directory(Stage.MIX, fingerprint);
    this.tokenize = tokenize;
    this.recipe = recipe;
  }

  /**
   * Runs the stage.
   *
   * @param work the work directory, for tasks
   * @param store the same, open
   * @param fingerprint fingerprint of the stage
   * @param tokenize fingerprint of the token store
   * @param recipe gives mixture and mix section
   * @return the manifest, written
   * @throws org.gristmill.common.ConfigException if the mixture does not fit the token store
   * @throws IOException if a file cannot be read or written
   */
  public static Manifest run(
      SparkSession session,
      StoreLocation work,
      Store store,
      String fingerprint,
      String tokenize,
      Recipe recipe)
      throws IOException {
    return new MixStage(session, work, store, fingerprint, tokenize, recipe).run();
  }

  private Manifest run() throws IOException {
    String tokenizeDirectory = WorkDirectory.directory(Stage.TOKENIZE, tokenize);
    Manifest tokens =
        Manifest.read(store, tokenizeDirectory + "/" + WorkDirectory.MANIFEST).orElseThrow();
    try (TokenStore open = TokenStore.open(store, tokenizeDirectory)) {
      MixOptions options = recipe.mix();
      Inventory.Builder inventory = Inventory.builder();
      open.stocks(options.validationFraction(), inventory::add);
      MixPlan plan = MixPlanner.plan(Mixture.parse(recipe.mixture()), inventory.build());
      MixSpec spec =
          MixSpec.builder()
              .options(options)
              .tokenizerOf(tokens)
              .strata(plan.budgets(), open)
              .build();
      FileDigest planFile =
          store.writeAtomically(directory + "/" + MixSpecJson.FILE, MixSpecJson.write(spec));
      Map<MixOutput, MixOutput.Output> outputs = new EnumMap<>(MixOutput.class);
      List<ShardTask> tasks = new ArrayList<>();
      for (MixOutput output : MixOutput.values()) {
        outputs.put(output, output.open(open, spec));
        tasks.addAll(tasks(output, outputs.get(output).shards()));
      }
      MixTask task =
          new MixTask(work, directory, tokenizeDirectory, TaskCounts.of(session, "packed"));
      Tasks.run(session, "mix: " + tasks.size() + " runs of shards", tasks, task);
      ManifestBuilder manifest =
          Manifest.builder(Stage.MIX, fingerprint)
              .upstream("tokenize", tokenize)
              .config(Map.of("mix", options, "mixture", recipe.mixture()))
              .seed(options.seed())
              .file(MixSpecJson.FILE, planFile)
              .detail("plan", plan.figures())
              .detail("generations", tokens.detail("runs").orElseThrow());
      StratumLicenses licenses = StratumLicenses.of(tokens);
      for (MixOutput output : MixOutput.values()) {
        if (!output.isPairs() || outputs.get(output).shards() > 0) {
          add(manifest, output, outputs.get(output), spec);
        }
        if (output.isTraining()) {
          licenses.add(spec, outputs.get(output).taken());
        }
      }
      licenses.addTo(manifest);
      Manifest written = manifest.build();
      written.write(store, directory + "/" + WorkDirectory.MANIFEST);
      return written;
    }
  }

  private List<ShardTask> tasks(MixOutput output, int shards) {
    int wanted = Partitions.of(session).count();
    int each = Math.max(1, (shards + wanted - 1) / wanted);
    List<ShardTask> tasks = new ArrayList<>();
    for (int first = 0; first < shards; first += each) {
      tasks.add(new ShardTask(output, first, Math.min(shards, first + each)));
    }
    return tasks;
  }

  /** Adds what the shards of one stream hold: taken = delivered + cropped, per stratum. */
  private void add(
      ManifestBuilder manifest, MixOutput output, MixOutput.Output written, MixSpec spec)
      throws IOException {
    String prefix = output.prefix();
    String kind = output.directory();
    long[] taken = written.taken();
    long[] delivered = new long[taken.length];
    int shards = written.shards();
    manifest.count(prefix + "shards", shards);
    for (int shard = 0; shard < shards; shard++) {
      String path = ShardRecord.path(directory, kind, shard);
      ShardRecord record =
          ShardRecord.read(store, path)
              .orElseThrow(() -> new IOException("Cannot find record " + path + " after mixing"));
      manifest.count(prefix + "rows", record.rows()).count(prefix + "padded", record.padded());
      manifest.file(Shards.path(kind, shard), record.digest());
      for (int s = 0; s < delivered.length; s++) {
        delivered[s] += record.delivered().get(s);
      }
    }
    TreeMap<String, Map<String, Long>> strata = new TreeMap<>();
    for (int s = 0; s < taken.length; s++) {
      long cropped = taken[s] - delivered[s];
      manifest
          .count(prefix + "tokens.taken", taken[s])
          .count(prefix + "tokens.delivered", delivered[s])
          .count(prefix + "tokens.cropped", cropped);
      strata.put(
          spec.strata().get(s).stratum(),
          Map.of("taken", taken[s], "delivered", delivered[s], "cropped", cropped));
    }
    manifest.detail(prefix + "strata", strata);
  }
}

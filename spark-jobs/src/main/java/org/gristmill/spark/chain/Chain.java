package org.gristmill.spark.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.ConfigException;
import org.gristmill.common.Counted;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.InputHashing;
import org.gristmill.common.work.InputListing;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.MavenArtifacts;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.StageStatus;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.Unit;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.mix.MixStage;
import org.gristmill.spark.tokenize.TokenizeStage;
import org.gristmill.storage.hub.HubRevisions;

/**
 * Runs the Spark stages of a recipe as far as asked; stages that are done are left alone. One chain
 * writes to a work directory at a time. A chain that dies anywhere is continued by the next one,
 * which ends with the same bytes.
 */
public final class Chain {
  /** The last stage that runs on Spark. */
  public static final Stage LAST = Stage.MIX;

  /** Groups the jobs of a stage in the Spark UI. */
  private static final String JOB_GROUP = "spark.jobGroup.id";

  private final Supplier<SparkSession> sessions;
  private final LoadedRecipe recipe;
  private final WorkDirectory work;
  private final Map<String, String> settings;
  private final ChangedInputs changed;
  private final Consumer<String> progress;

  /**
   * A chain.
   *
   * @param sessions gives the session; asked only if a stage has to run
   * @param recipe the recipe
   * @param work where artefacts go
   * @param settings file system settings
   * @param changed what to do about inputs that vanished or changed
   * @param progress receives one line per event
   */
  public Chain(
      Supplier<SparkSession> sessions,
      LoadedRecipe recipe,
      WorkDirectory work,
      Map<String, String> settings,
      ChangedInputs changed,
      Consumer<String> progress) {
    this.sessions = sessions;
    this.recipe = recipe;
    this.work = work;
    this.settings = settings;
    this.changed = changed;
    this.progress = progress;
  }

  /**
   * Runs what is missing.
   *
   * @param until last stage wanted
   * @return the stages that ran
   * @throws ConfigException if the recipe asks for something impossible
   * @throws org.gristmill.common.CorruptDataException if inputs are worse than the budgets allow
   * @throws IOException if a file system fails
   */
  public List<Stage> run(Stage until) throws IOException {
    try (Lease lease = work.lease("spark stages of " + recipe.recipe().name())) {
      WorkDirectory held = lease.guarded();
      List<String> artefacts = InputListing.missingArtifacts(recipe, work);
      if (!artefacts.isEmpty()) {
        progress.accept("fetch       " + artefacts.size() + " source jars");
        MavenArtifacts.fetch(artefacts, held);
      }
      Map<String, String> pinned = HubRevisions.pin(locations(), settings);
      ChainStatus status = ChainStatus.of(recipe, held, pinned, changed, InputHashing.HASH);
      ChainRun run = new ChainRun(sessions, recipe, held, pinned, status, progress);
      List<Stage> ran = new ArrayList<>();
      Map<Stage, String> reached = new EnumMap<>(Stage.class);
      for (StageStatus stage : status.stages()) {
        boolean wanted = stage.stage().compareTo(until) <= 0 && stage.stage().compareTo(LAST) <= 0;
        if (wanted) {
          lease.ensureHeld();
          if (!stage.isDone()) {
            lease.removeUnfinished(run.directory(stage.stage()));
            if (stage.stage() == Stage.INGEST) {
              lease.removeUnfinished(WorkDirectory.UNITS);
            }
            runStage(run, stage.stage());
            ran.add(stage.stage());
          } else {
            progress.accept(line(stage.stage(), "up to date"));
          }
        }
        if (wanted || (ran.isEmpty() && stage.isDone())) {
          reached.put(stage.stage(), run.fingerprint(stage.stage()));
        }
      }
      lease.ensureHeld();
      RunPointer all = status.pointer();
      new RunPointer(all.recipe(), reached, all.tokenizer()).write(held);
      return ran;
    }
  }

  /** What the recipe reads, so that all tasks read the same commits. */
  private List<String> locations() {
    List<String> locations = new ArrayList<>();
    recipe.recipe().sources().forEach(source -> locations.addAll(source.path()));
    recipe.recipe().tokenizer().path().ifPresent(locations::add);
    locations.replaceAll(recipe::resolve);
    return locations;
  }

  private void runStage(ChainRun run, Stage stage) throws IOException {
    progress.accept(line(stage, "running"));
    Timing.Watch watch = Timing.start();
    SparkContext context = run.session().sparkContext();
    context.setLocalProperty(JOB_GROUP, recipe.recipe().name() + " " + stage.key());
    String result =
        switch (stage) {
          case INGEST -> Stages.ingest(run);
          case DEDUP -> Stages.dedup(run);
          case VOCABULARY -> Stages.vocabulary(run);
          case BUCKET -> Stages.bucket(run);
          case TOKENIZE -> tokenize(run);
          case MIX -> mix(run);
          case TRAIN -> throw new IllegalArgumentException("Training does not run on Spark");
        };
    Timing timing = watch.stop();
    timing.write(run.store(), run.directory(stage));
    progress.accept(
        line(stage, result + String.format(Locale.ROOT, " (%.1f s)", timing.seconds())));
  }

  private static String line(Stage stage, String text) {
    return String.format(Locale.ROOT, "%-11s %s", stage.key(), text);
  }

  private String tokenize(ChainRun run) throws IOException {
    String location =
        run.recipe()
            .tokenizer()
            .path()
            .map(recipe::resolve)
            .orElseGet(
                () -> work.location() + "/" + run.directory(Stage.VOCABULARY) + "/tokenizer.json");
    List<List<String>> generations =
        run.ingest().generations().stream()
            .map(units -> units.stream().map(Unit::fingerprint).toList())
            .toList();
    Map<String, String> licenses = new HashMap<>();
    for (Unit unit : run.ingest().units()) {
      unit.settings().license().ifPresent(name -> licenses.put(unit.fingerprint(), name));
    }
    Manifest manifest =
        TokenizeStage.run(
            run.session(),
            run.location(),
            run.store(),
            new TokenizeStage.Request(
                run.fingerprint(Stage.TOKENIZE),
                run.fingerprint(Stage.BUCKET),
                generations,
                licenses,
                Locations.parent(location),
                Locations.name(location),
                run.recipe().tokenizer()));
    return String.format(
        Locale.ROOT,
        "%,d tokens, %,d documents encoded, %,d moved",
        manifest.count("tokens.out"),
        manifest.count("documents.encoded"),
        manifest.count("documents.moved"));
  }

  private static String mix(ChainRun run) throws IOException {
    Manifest manifest =
        MixStage.run(
            run.session(),
            run.location(),
            run.store(),
            run.fingerprint(Stage.MIX),
            run.fingerprint(Stage.TOKENIZE),
            run.recipe());
    return Counted.of(manifest.count("tokens.delivered"), "token")
        + " in "
        + Counted.of(manifest.count("rows"), "row")
        + " of "
        + Counted.of(manifest.count("shards"), "shard");
  }
}

package org.gristmill.common.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gristmill.common.ConfigException;
import org.gristmill.common.Counted;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Recipe;
import org.gristmill.common.recipe.Source;
import org.gristmill.common.recipe.TrainOptions;

/**
 * Which stages of a recipe's chain are done in a work directory. Lists inputs and reads manifests;
 * needs no engine and, with {@link InputHashing#RECALL}, reads no input and writes nothing.
 */
public final class ChainStatus {
  private final LoadedRecipe recipe;
  private final WorkDirectory work;
  private final Optional<IngestPlan> ingest;
  private final String openReason;
  private final Map<Stage, String> fingerprints = new EnumMap<>(Stage.class);
  private final List<StageStatus> stages = new ArrayList<>();

  private ChainStatus(
      LoadedRecipe recipe, WorkDirectory work, Optional<IngestPlan> ingest, String openReason) {
    this.recipe = recipe;
    this.work = work;
    this.ingest = ingest;
    this.openReason = openReason;
  }

  /**
   * Looks at the chain.
   *
   * @param recipe the recipe
   * @param work the work directory
   * @param settings file system settings
   * @param changed what to do about inputs that vanished or changed
   * @param hashing whether new inputs may be read to learn their identities
   * @return the status of every stage the recipe has
   * @throws ConfigException if a source matches nothing, the tokenizer file is missing, or inputs
   *     changed and that is refused
   * @throws org.gristmill.common.CorruptDataException if a manifest is damaged
   * @throws IOException if a file system cannot be asked
   */
  public static ChainStatus of(
      LoadedRecipe recipe,
      WorkDirectory work,
      Map<String, String> settings,
      ChangedInputs changed,
      InputHashing hashing)
      throws IOException {
    List<String> missing = InputListing.missingArtifacts(recipe, work);
    ChainStatus chain;
    if (!missing.isEmpty()) {
      chain =
          new ChainStatus(
              recipe, work, Optional.empty(), "fetches " + Counted.of(missing.size(), "jar"));
    } else {
      Map<ParseSettings, List<InputFile>> inputs = new LinkedHashMap<>();
      long unknown = identify(recipe, work, settings, hashing, inputs);
      chain =
          unknown > 0
              ? new ChainStatus(
                  recipe, work, Optional.empty(), Counted.of(unknown, "new input file"))
              : new ChainStatus(
                  recipe,
                  work,
                  Optional.of(IngestPlan.of(recipe.recipe(), inputs, work, changed)),
                  "");
    }
    chain.fingerprints(settings);
    chain.look();
    return chain;
  }

  /**
   * Units and generations.
   *
   * @return the plan; empty if inputs have to be fetched or hashed first
   */
  public Optional<IngestPlan> ingest() {
    return ingest;
  }

  /**
   * Stages the recipe has, in order.
   *
   * @return their status
   */
  public List<StageStatus> stages() {
    return List.copyOf(stages);
  }

  /**
   * Status of one stage.
   *
   * @param stage the stage
   * @return its status, or empty if the recipe does not have it
   */
  public Optional<StageStatus> stage(Stage stage) {
    return stages.stream().filter(status -> status.stage() == stage).findFirst();
  }

  /**
   * Fingerprint of a stage.
   *
   * @param stage the stage
   * @return 12 hexadecimal digits; empty if the recipe lacks the stage or it is not known yet
   */
  public Optional<String> fingerprint(Stage stage) {
    return Optional.ofNullable(fingerprints.get(stage));
  }

  /**
   * Says whether nothing is left to do.
   *
   * @param last last stage wanted
   * @return true if it and all before it are done
   */
  public boolean isDoneUntil(Stage last) {
    return stages.stream()
        .filter(status -> status.stage().compareTo(last) <= 0)
        .allMatch(StageStatus::isDone);
  }

  /**
   * The pointer that names every known stage.
   *
   * @return pointer to write when they are done
   */
  public RunPointer pointer() {
    Optional<String> vocabulary =
        fingerprint(Stage.VOCABULARY)
            .map(digits -> WorkDirectory.directory(Stage.VOCABULARY, digits) + "/tokenizer.json");
    return new RunPointer(
        recipe.recipe().name(),
        fingerprints,
        recipe.recipe().tokenizer().path().or(() -> vocabulary));
  }

  private static long identify(
      LoadedRecipe recipe,
      WorkDirectory work,
      Map<String, String> settings,
      InputHashing hashing,
      Map<ParseSettings, List<InputFile>> inputs)
      throws IOException {
    InputIdentities identities = InputIdentities.load(work);
    SourceTokenizers tokenizers = SourceTokenizers.of(recipe, settings);
    long unknown = 0;
    for (Source source : recipe.recipe().sources()) {
      List<InputFile> files = InputListing.of(recipe, source, work, settings);
      files =
          hashing == InputHashing.HASH
              ? identities.identify(files, settings)
              : identities.recall(files);
      unknown += files.stream().filter(file -> !file.isIdentified()).count();
      ParseSettings.group(source, files, tokenizers, inputs);
    }
    if (hashing == InputHashing.HASH) {
      identities.save();
    }
    return unknown;
  }

  private void fingerprints(Map<String, String> settings) throws IOException {
    Recipe sections = recipe.recipe();
    fingerprints.put(Stage.INGEST, IngestPlan.fingerprint(sections));
    Optional<String> tokenizerFile = tokenizerFile(settings);
    if (ingest.isEmpty()) {
      return;
    }
    String dedup = put(Stage.DEDUP, sections.dedup(), Map.of("ingest", ingest.get().lineage()));
    String bucket = put(Stage.BUCKET, sections.bucket(), Map.of("dedup", dedup));
    String tokenizer =
        tokenizerFile.isPresent()
            ? tokenizerFile.get()
            : put(
                Stage.VOCABULARY,
                sections.tokenizer().train().orElseThrow(),
                Map.of("dedup", dedup));
    String tokenize =
        put(
            Stage.TOKENIZE,
            sections.tokenizer().encoding(),
            Map.of("bucket", bucket, "tokenizer", tokenizer));
    String mix =
        put(
            Stage.MIX,
            Map.of("mix", sections.mix(), "mixture", OrderedTree.of(sections.mixture())),
            Map.of("generations", ingest.get().generationsFingerprint(), "tokenize", tokenize));
    if (sections.train().isPresent()) {
      put(Stage.TRAIN, sections.train().get().withoutSamples(), Map.of("mix", mix));
    }
  }

  private String put(Stage stage, Object section, Map<String, String> upstream) {
    String fingerprint = Fingerprint.ofStage(stage, section, upstream);
    fingerprints.put(stage, fingerprint);
    return fingerprint;
  }

  /** Identity of the tokenizer file; empty if the recipe trains one. */
  private Optional<String> tokenizerFile(Map<String, String> settings) throws IOException {
    Optional<String> path = recipe.recipe().tokenizer().path();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(SourceTokenizers.identity(recipe.resolve(path.get()), settings));
  }

  private void look() throws IOException {
    for (Stage stage : Stage.values()) {
      boolean absent =
          (stage == Stage.VOCABULARY && recipe.recipe().tokenizer().train().isEmpty())
              || (stage == Stage.TRAIN && recipe.recipe().train().isEmpty());
      if (!absent) {
        stages.add(stage == Stage.INGEST ? ingestStatus() : status(stage));
      }
    }
  }

  private StageStatus ingestStatus() {
    if (ingest.isEmpty()) {
      return status(Stage.INGEST, StageStatus.State.MISSING, openReason);
    }
    IngestPlan plan = ingest.get();
    if (plan.isDone()) {
      return status(Stage.INGEST, StageStatus.State.DONE, "");
    }
    StageStatus.State state =
        plan.finished().isEmpty() ? StageStatus.State.MISSING : StageStatus.State.NEEDS_UNITS;
    return status(Stage.INGEST, state, plan.added().size() + " units to read");
  }

  private StageStatus status(Stage stage) throws IOException {
    String fingerprint = fingerprints.get(stage);
    if (fingerprint == null) {
      return status(stage, StageStatus.State.MISSING, "ingest comes first");
    }
    String path = WorkDirectory.directory(stage, fingerprint) + "/" + WorkDirectory.MANIFEST;
    Optional<Manifest> manifest = Manifest.read(work.store(), path);
    if (manifest.isEmpty()) {
      return status(stage, StageStatus.State.MISSING, "never run with these settings");
    }
    boolean perUnit = stage == Stage.DEDUP || stage == Stage.BUCKET || stage == Stage.TOKENIZE;
    if (perUnit) {
      Set<String> lacking = new HashSet<>();
      ingest.orElseThrow().units().forEach(unit -> lacking.add(unit.fingerprint()));
      long gone = manifest.get().units().stream().filter(unit -> !lacking.contains(unit)).count();
      if (gone > 0) {
        return status(stage, StageStatus.State.MISSING, "holds " + gone + " units that are gone");
      }
      manifest.get().units().forEach(lacking::remove);
      if (!lacking.isEmpty()) {
        return status(stage, StageStatus.State.NEEDS_UNITS, lacking.size() + " new units");
      }
    }
    if (stage == Stage.TRAIN && !hasSamples(manifest.get())) {
      return status(stage, StageStatus.State.NEEDS_UNITS, "other samples to generate");
    }
    return status(stage, StageStatus.State.DONE, "");
  }

  /** Whether a training ended with the samples that the recipe asks for now. */
  private boolean hasSamples(Manifest training) {
    TrainOptions options = recipe.recipe().train().orElseThrow();
    ConfigTree asked = YamlConfig.parseJson("train", CanonicalJson.of(options));
    return samples(training.tree().at("config")).equals(samples(asked));
  }

  private static Object samples(ConfigTree options) {
    return options.find("samples").map(ConfigTree::plain).orElseGet(List::of);
  }

  private StageStatus status(Stage stage, StageStatus.State state, String reason) {
    return new StageStatus(stage, fingerprint(stage), state, reason);
  }
}

package org.gristmill.trainer;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.recipe.TrainInput;
import org.gristmill.common.recipe.TrainOptions;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.InputHashing;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.stream.MixSpecJson;
import org.gristmill.trainer.data.MixData;
import org.gristmill.trainer.loop.Completion;
import org.gristmill.trainer.loop.Figures;
import org.gristmill.trainer.loop.TrainedModel;
import org.gristmill.trainer.loop.TrainingRun;
import org.gristmill.trainer.loop.TrainingRun.Start;
import org.gristmill.trainer.loop.TrainingSetup;

/** The last stage of a recipe: its mix into {@code train/<fingerprint>/} of the work directory. */
final class RecipeTraining {

  private final String location;
  private final String workLocation;
  private final List<String> assignments;
  private final Consumer<String> out;

  RecipeTraining(
      String location, String workLocation, List<String> assignments, Consumer<String> out) {
    this.location = location;
    this.workLocation = workLocation;
    this.assignments = assignments;
    this.out = out;
  }

  /** Trains, or says that it is done; returns the figures. */
  Map<String, Object> run() throws IOException {
    LoadedRecipe recipe = RecipeLoader.load(location, assignments);
    TrainOptions options =
        recipe
            .recipe()
            .train()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot train " + location + ": it has no section train; expected one"));
    try (WorkDirectory unguarded = WorkDirectory.open(workLocation, Map.of());
        Lease lease = unguarded.lease("train " + recipe.recipe().name())) {
      WorkDirectory work = lease.guarded();
      ChainStatus chain =
          ChainStatus.of(recipe, work, Map.of(), ChangedInputs.REFUSE, InputHashing.RECALL);
      requireMix(chain);
      String fingerprint = chain.fingerprint(Stage.TRAIN).orElseThrow();
      String directory = WorkDirectory.directory(Stage.TRAIN, fingerprint);
      if (chain.stage(Stage.TRAIN).orElseThrow().isDone()) {
        chain.pointer().write(work); // may be all that a killed run left to do
        out.accept("train: nothing to do, " + directory + " is complete");
        return Map.of("directory", directory, "upToDate", true);
      }
      Map<String, Object> figures =
          new HashMap<>(train(recipe, options, work, lease, chain, directory));
      figures.put("directory", directory);
      return figures;
    }
  }

  private Map<String, Object> train(
      LoadedRecipe recipe,
      TrainOptions options,
      WorkDirectory work,
      Lease lease,
      ChainStatus chain,
      String directory)
      throws IOException {
    Store store = work.store();
    String mix = chain.fingerprint(Stage.MIX).orElseThrow();
    Timing.Watch watch = Timing.start();
    lease.removeUnfinished(directory);
    byte[] tokenizer = tokenizer(recipe, work, chain);
    try (MixData data = data(options, store, chain, mix)) {
      TrainingSetup setup = TrainingSetup.of(options, data.training().info(), mix);
      Completion.requireTokenizer(tokenizer, setup);
      TrainingRun run =
          new TrainingRun(store, directory, setup, data.training(), data.validation(), out);
      TrainingRun.Result result = run.run(Start.RESUME);
      Map<String, FileDigest> files =
          Completion.write(result, setup, store, directory, Optional.of(tokenizer), out);
      out.accept(Figures.table(result.table()));
      ManifestBuilder manifest =
          Manifest.builder(Stage.TRAIN, chain.fingerprint(Stage.TRAIN).orElseThrow())
              .upstream("mix", mix)
              .config(options)
              .seed(options.seed())
              .count("steps", setup.steps())
              .count("tokens", result.tokens())
              .count("parameters", setup.shape().parameters())
              .detail("model", setup.shape())
              .detail("tokenizer", setup.tokenizer());
      files.forEach(manifest::file);
      String path = directory + "/" + WorkDirectory.MANIFEST;
      if (store.stat(path).isEmpty()) { // else only samples were generated
        watch.stop().with(result.timed()).write(store, directory);
      }
      manifest.build().write(store, path);
      chain.pointer().write(work);
      return Figures.json(result);
    }
  }

  private void requireMix(ChainStatus chain) {
    if (!chain.isDoneUntil(Stage.MIX)) {
      throw new ConfigException(
          "Cannot train "
              + location
              + ": its mix is not in "
              + workLocation
              + "; expected 'run "
              + location
              + " --until mix' before");
    }
  }

  private static MixData data(TrainOptions options, Store store, ChainStatus chain, String mix)
      throws IOException {
    String directory = WorkDirectory.directory(Stage.MIX, mix);
    if (options.read() == TrainInput.SHARDS) {
      return MixData.shards(store, directory);
    }
    String tokens =
        WorkDirectory.directory(Stage.TOKENIZE, chain.fingerprint(Stage.TOKENIZE).orElseThrow());
    return MixData.virtual(store, tokens, directory + "/" + MixSpecJson.FILE);
  }

  private static byte[] tokenizer(LoadedRecipe recipe, WorkDirectory work, ChainStatus chain)
      throws IOException {
    Optional<String> path = recipe.recipe().tokenizer().path();
    if (path.isEmpty()) {
      String vocabulary = chain.fingerprint(Stage.VOCABULARY).orElseThrow();
      return work.store()
          .readAll(
              WorkDirectory.directory(Stage.VOCABULARY, vocabulary) + "/" + TrainedModel.TOKENIZER);
    }
    String file = recipe.resolve(path.get());
    int slash = file.lastIndexOf('/');
    String parent = slash < 0 ? "." : file.substring(0, Math.max(1, slash));
    try (Store store = Stores.open(parent, Map.of())) {
      return Tokenizers.tokenizerJson(store.readAll(file.substring(slash + 1)), Optional.empty());
    }
  }
}

package org.gristmill.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.InputHashing;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Unit;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.trainer.data.SmallStore;

/** A recipe, and work directories in which all of its stages before training are done. */
final class SmallRecipe {
  private static final String RECIPE =
      """
      name: small
      sources:
        - {name: notes, format: jsonl, path: notes.jsonl, domain: prose}
      tokenizer: {path: tokenizer.json}
      mixture: {tokens: 6000, weights: {"**": 1}}
      mix: {sequence_length: 32, window_rows: 16, validation_fraction: 0.1}
      train:
        preset: tiny
        steps: 20
        batch_rows: 4
        learning_rate: 0.01
        checkpoint_every: 4
        eval_every: 6
        eval_rows: 4
        samples: [{prompt: the miller, tokens: 8, temperature: 0}]
      """;

  private final Path folder;

  private SmallRecipe(Path folder) {
    this.folder = folder;
  }

  /** Writes the recipe and its inputs. */
  static SmallRecipe in(Path folder) throws IOException {
    Files.write(folder.resolve("tokenizer.json"), SmallStore.tokenizer());
    Files.writeString(folder.resolve("notes.jsonl"), "{\"text\": \"one\"}\n");
    Files.writeString(folder.resolve("small.yaml"), RECIPE, StandardCharsets.UTF_8);
    return new SmallRecipe(folder);
  }

  String recipe() {
    return folder.resolve("small.yaml").toString();
  }

  Path work(String name) {
    return folder.resolve(name);
  }

  /** The directory of the one training run of a work directory. */
  Path training(String name) throws IOException {
    try (WorkDirectory work = WorkDirectory.open(work(name).toString(), Map.of())) {
      return work(name).resolve(status(work).stage(Stage.TRAIN).orElseThrow().directory().get());
    }
  }

  /** Writes a work directory. */
  void prepare(String name) throws IOException {
    try (WorkDirectory work = WorkDirectory.open(work(name).toString(), Map.of())) {
      ChainStatus chain = status(work);
      for (Unit unit : chain.ingest().orElseThrow().units()) {
        Manifest.builder(Stage.INGEST, unit.fingerprint())
            .build()
            .write(work.store(), unit.directory() + "/" + WorkDirectory.UNIT);
      }
      String ingest = chain.ingest().orElseThrow().directory() + "/" + WorkDirectory.MANIFEST;
      chain.ingest().orElseThrow().manifest().build().write(work.store(), ingest);
      chain = status(work);
      Path stage = folder.resolve("stages-of-" + name);
      try (Store made = Stores.open(stage.toString(), Map.of())) {
        SmallStore.write(made, 3000);
        copy(made, SmallStore.TOKENS, work.store(), directory(chain, Stage.TOKENIZE));
        copy(made, SmallStore.MIX, work.store(), directory(chain, Stage.MIX));
      }
      for (Stage done : List.of(Stage.DEDUP, Stage.BUCKET, Stage.TOKENIZE, Stage.MIX)) {
        Manifest.builder(done, chain.fingerprint(done).orElseThrow())
            .units(chain.ingest().orElseThrow().units().stream().map(Unit::fingerprint).toList())
            .build()
            .write(work.store(), directory(chain, done) + "/" + WorkDirectory.MANIFEST);
      }
    }
  }

  private ChainStatus status(WorkDirectory work) throws IOException {
    LoadedRecipe recipe = RecipeLoader.load(recipe(), List.of());
    return ChainStatus.of(recipe, work, Map.of(), ChangedInputs.REFUSE, InputHashing.HASH);
  }

  private static String directory(ChainStatus chain, Stage stage) {
    return WorkDirectory.directory(stage, chain.fingerprint(stage).orElseThrow());
  }

  private static void copy(Store from, String source, Store to, String target) throws IOException {
    for (FileInfo file : from.list(source)) {
      to.writeAtomically(
          target + file.path().substring(source.length()), from.readAll(file.path()));
    }
  }
}

package org.gristmill.spark.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.SparkSessions;

/** A folder with inputs, a recipe and a work directory. */
final class Bench {
  static final String FIXED_TOKENIZER = "tokenizer: {path: tokenizer.json}";
  static final String TRAINED_TOKENIZER =
      "tokenizer: {train: {vocabulary_size: 400, max_bytes: 100000}}";

  final Path folder;
  final List<String> lines = new ArrayList<>();
  private String tokenizer = TRAINED_TOKENIZER;

  Bench(Path folder) {
    this.folder = folder;
  }

  Bench withTokenizerOf(Bench other) throws IOException {
    Path trained = other.only(Stage.VOCABULARY).resolve("tokenizer.json");
    Corpus.write(folder.resolve("tokenizer.json"), Files.readAllBytes(trained));
    tokenizer = FIXED_TOKENIZER;
    return this;
  }

  Path input(String name) {
    return folder.resolve("data").resolve(name);
  }

  /** A recipe over whatever lies in data/. */
  LoadedRecipe recipe(String... overrides) throws IOException {
    StringBuilder yaml = new StringBuilder("name: bench\nsources:\n");
    for (String format : List.of("jsonl", "parquet", "jar")) {
      if (!names(format).isEmpty()) {
        yaml.append("  - {name: ").append(format).append("-texts, format: ").append(format);
        yaml.append(", path: \"data/*.").append(format).append("\"");
        yaml.append(format.equals("jar") ? "}\n" : ", domain: web, license: CC0-1.0}\n");
      }
    }
    yaml.append("ingest: {unit_bytes: 60000}\n").append(tokenizer).append('\n');
    yaml.append("bucket: {min_characters: 60, quality: {short: 0, long: 500}}\n");
    yaml.append("mixture: {tokens: 20000, weights: {\"zh/**\": 2, \"en/**\": 1}}\n");
    yaml.append("mix: {sequence_length: 32, window_rows: 16, shard_bytes: 8448,");
    yaml.append(" validation_fraction: 0.05}\n");
    Path file = folder.resolve("recipe.yaml");
    Corpus.write(file, yaml.toString().getBytes(StandardCharsets.UTF_8));
    return RecipeLoader.load(file.toString(), List.of(overrides));
  }

  /** The work directory as the failing store sees it. */
  String faulty() {
    return faulty("work");
  }

  /** One of several work directories over the same inputs, as the failing store sees it. */
  String faulty(String workName) {
    return "fault:" + folder.resolve(workName);
  }

  private List<Path> names(String extension) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      return files.filter(file -> file.toString().endsWith("." + extension)).toList();
    }
  }

  List<Stage> run(String... overrides) throws IOException {
    return run(Stage.MIX, ChangedInputs.REFUSE, overrides);
  }

  List<Stage> run(Stage until, ChangedInputs changed, String... overrides) throws IOException {
    return run("work", until, changed, overrides);
  }

  List<Stage> run(String workName, Stage until, ChangedInputs changed, String... overrides)
      throws IOException {
    String location = workName.indexOf(':') > 0 ? workName : folder.resolve(workName).toString();
    try (WorkDirectory work = WorkDirectory.open(location, Map.of())) {
      Chain chain =
          new Chain(SparkSessions::shared, recipe(overrides), work, Map.of(), changed, lines::add);
      return chain.run(until);
    }
  }

  /** The directory of a stage of which there is one artefact. */
  Path only(Stage stage) throws IOException {
    List<Path> all = directories(stage);
    if (all.size() != 1) {
      throw new IllegalStateException("Expected one " + stage.key() + ", found " + all);
    }
    return all.get(0);
  }

  /** Directories of a stage's artefacts, oldest manifest first. */
  List<Path> directories(Stage stage) throws IOException {
    Path parent = folder.resolve("work").resolve(stage.key());
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(parent)) {
      return directories
          .filter(directory -> Files.exists(directory.resolve(WorkDirectory.MANIFEST)))
          .sorted()
          .toList();
    }
  }

  Manifest manifest(Stage stage) throws IOException {
    return manifest(only(stage));
  }

  Manifest manifest(Path directory) throws IOException {
    try (WorkDirectory work = WorkDirectory.open(directory.toString(), Map.of())) {
      return Manifest.read(work.store(), WorkDirectory.MANIFEST).orElseThrow();
    }
  }

  /** Hash of every file below the work directory, but for what may differ between equal runs. */
  Map<String, String> bytes() throws IOException {
    return hashes(
        folder.resolve("work"),
        path ->
            !path.endsWith("timing.json")
                && !path.endsWith("identities.json")
                && !path.endsWith("lease.json"));
  }

  /**
   * Hash of every file of one of several work directories over the same inputs, hidden ones too.
   */
  Map<String, String> bytes(String workName) throws IOException {
    return hashes(folder.resolve(workName), path -> !path.endsWith("timing.json"));
  }

  /** Hash of every file below a folder that is wanted, by its path in it. */
  static Map<String, String> hashes(Path root, Predicate<String> wanted) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = root.relativize(file).toString();
                if (wanted.test(name)) {
                  try {
                    byte[] content = Files.readAllBytes(file);
                    hashes.put(name, Xxh128.hash(content, 0, content.length).hex());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
    }
    return hashes;
  }
}

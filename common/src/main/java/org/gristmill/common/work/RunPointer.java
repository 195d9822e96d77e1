package org.gristmill.common.work;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;

/**
 * Which artefacts are the current ones of a recipe: {@code runs/<recipe>.json}.
 *
 * @param recipe name of the recipe
 * @param stages fingerprint of each stage that was reached
 * @param tokenizer path of the tokenizer file below the work directory, or as the recipe names it;
 *     empty while unknown
 */
public record RunPointer(String recipe, Map<Stage, String> stages, Optional<String> tokenizer) {
  private static final int VERSION = 2;

  /** Copies the map, in stage order. */
  public RunPointer {
    stages = Collections.unmodifiableMap(new TreeMap<>(stages));
  }

  /**
   * Path of a recipe's pointer.
   *
   * @param recipe name of the recipe
   * @return path below the work directory
   */
  public static String path(String recipe) {
    return "runs/" + recipe + ".json";
  }

  /**
   * Directory of a stage.
   *
   * @param stage the stage
   * @return path below the work directory, or empty if the stage was not reached
   */
  public Optional<String> directory(Stage stage) {
    return Optional.ofNullable(stages.get(stage))
        .map(fingerprint -> WorkDirectory.directory(stage, fingerprint));
  }

  /**
   * Adds or replaces a stage.
   *
   * @param stage the stage
   * @param fingerprint its fingerprint
   * @return a new pointer
   */
  public RunPointer with(Stage stage, String fingerprint) {
    Map<Stage, String> changed = new TreeMap<>(stages);
    changed.put(stage, fingerprint);
    return new RunPointer(recipe, changed, tokenizer);
  }

  /**
   * The bytes of the file.
   *
   * @return canonical indented JSON with its seal, in UTF-8
   */
  public byte[] bytes() {
    Map<String, Object> root = new TreeMap<>();
    root.put("formatVersion", VERSION);
    root.put("recipe", recipe);
    root.put("stages", stages);
    root.put("tokenizer", tokenizer);
    return SealedJson.bytes(root);
  }

  /**
   * Writes the pointer atomically. The caller holds the lease.
   *
   * @param work the work directory
   * @throws IOException if the file system refuses
   */
  public void write(WorkDirectory work) throws IOException {
    work.store().writeAtomically(path(recipe), bytes());
  }

  /**
   * Reads the pointer of a recipe.
   *
   * @param work the work directory
   * @param recipe name of the recipe
   * @return the pointer, or empty if the recipe never ran here
   * @throws CorruptDataException if the file is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<RunPointer> read(WorkDirectory work, String recipe) throws IOException {
    return readFile(work.store(), path(recipe));
  }

  /**
   * Reads the pointers of all recipes.
   *
   * @param work the work directory
   * @return pointers sorted by recipe
   * @throws CorruptDataException if a file is damaged
   * @throws IOException if one cannot be read
   */
  public static List<RunPointer> readAll(WorkDirectory work) throws IOException {
    List<RunPointer> pointers = new ArrayList<>();
    for (FileInfo file : work.store().list("runs")) {
      if (file.path().endsWith(".json")) {
        readFile(work.store(), file.path()).ifPresent(pointers::add);
      }
    }
    return pointers;
  }

  private static Optional<RunPointer> readFile(Store store, String path) throws IOException {
    try {
      ConfigTree tree = SealedJson.parse(path, store.readAll(path));
      if (tree.at("formatVersion").asLong() != VERSION) {
        throw tree.at("formatVersion").error("Expected format version " + VERSION);
      }
      Map<Stage, String> stages = new TreeMap<>();
      tree.at("stages")
          .entries()
          .forEach((stage, value) -> stages.put(Stage.of(stage), value.asText()));
      return Optional.of(
          new RunPointer(
              tree.at("recipe").asText(), stages, tree.find("tokenizer").map(ConfigTree::asText)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (ConfigException e) {
      throw new CorruptDataException("Cannot read run pointer " + path + ": " + e.getMessage(), e);
    }
  }
}

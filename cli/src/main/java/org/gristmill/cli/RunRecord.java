package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.WorkDirectory;

/**
 * Everything on disk about the current run of a recipe.
 *
 * @param recipe name of the recipe
 * @param stages its stages in order
 * @param losses losses per stratum, when it trained
 * @param samples generated texts, when it trained
 */
record RunRecord(
    String recipe, List<StageRecord> stages, Optional<ConfigTree> losses, String samples) {

  /**
   * One stage.
   *
   * @param stage the stage
   * @param directory its artefact
   * @param manifest what it says
   * @param timing what it took
   */
  record StageRecord(Stage stage, String directory, Manifest manifest, Optional<Timing> timing) {}

  static RunRecord read(WorkDirectory work, String recipe) throws IOException {
    RunPointer pointer =
        RunPointer.read(work, recipe)
            .orElseThrow(
                () -> new ConfigException("Cannot report run '" + recipe + "': it never ran"));
    Store store = work.store();
    List<StageRecord> stages = new ArrayList<>();
    Optional<ConfigTree> losses = Optional.empty();
    String samples = "";
    for (Stage stage : pointer.stages().keySet()) {
      String directory = pointer.directory(stage).orElseThrow();
      Optional<Manifest> manifest = Manifest.read(store, directory + "/" + WorkDirectory.MANIFEST);
      if (manifest.isPresent()) {
        stages.add(
            new StageRecord(stage, directory, manifest.get(), Timing.read(store, directory)));
      }
      if (stage == Stage.TRAIN) {
        String path = directory + "/losses.json";
        losses = text(store, path).map(json -> YamlConfig.parseJson(path, json));
        samples = text(store, directory + "/samples.txt").orElse("");
      }
    }
    return new RunRecord(recipe, stages, losses, samples);
  }

  Optional<StageRecord> stage(Stage stage) {
    return stages.stream().filter(record -> record.stage() == stage).findFirst();
  }

  /**
   * Tokens by licence in the token store and in the mix. Licences that one stratum has together are
   * joined by {@code " or "}; the empty text stands for sources that name none.
   */
  Map<Stage, Map<String, Long>> licenses() {
    Map<Stage, Map<String, Long>> licenses = new EnumMap<>(Stage.class);
    licenses(Stage.TOKENIZE)
        .filter(ConfigTree::isSection)
        .ifPresent(
            tree -> {
              Map<String, Long> tokens = new TreeMap<>();
              tree.entries().forEach((name, count) -> tokens.put(name, count.asLong()));
              licenses.put(Stage.TOKENIZE, tokens);
            });
    licenses(Stage.MIX)
        .filter(ConfigTree::isList)
        .ifPresent(
            list -> {
              Map<String, Long> tokens = new TreeMap<>();
              for (ConfigTree group : list.items()) {
                String names =
                    group.at("licenses").items().stream()
                        .map(name -> name.asText().isEmpty() ? "none named" : name.asText())
                        .collect(Collectors.joining(" or "));
                tokens.put(names, group.at("tokens").asLong());
              }
              licenses.put(Stage.MIX, tokens);
            });
    return licenses;
  }

  private Optional<ConfigTree> licenses(Stage stage) {
    return stage(stage).flatMap(record -> record.manifest().detail("licenses"));
  }

  /** The record under stable names. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("recipe", recipe);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (StageRecord stage : stages) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("stage", stage.stage().key());
      row.put("directory", stage.directory());
      row.put("counts", stage.manifest().counts());
      stage.timing().ifPresent(timing -> row.put("seconds", timing.seconds()));
      rows.add(row);
    }
    figures.put("stages", rows);
    losses.ifPresent(tree -> figures.put("losses", tree.plain()));
    Map<String, Object> licenses = new LinkedHashMap<>();
    licenses().forEach((stage, tokens) -> licenses.put(stage.key(), tokens));
    figures.put("licenses", licenses);
    return figures;
  }

  private static Optional<String> text(Store store, String path) throws IOException {
    try {
      return Optional.of(new String(store.readAll(path), StandardCharsets.UTF_8));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }
}

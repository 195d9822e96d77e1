package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.export.TokenSets;

/** Recognises what a path is and summarises it. */
final class Inspector {

  private Inspector() {}

  static Summary inspect(Target target) throws IOException {
    return target.isFile() ? file(target.store(), target.file()) : folder(target);
  }

  private static Summary file(Store store, String name) throws IOException {
    if (name.endsWith(".parquet")) {
      return ParquetSummary.of(store, name);
    }
    boolean mayBeForeign =
        name.endsWith(".arrow")
            || name.contains(".ds")
            || (name.endsWith(".bin") && store.stat(stem(name) + ".idx").isEmpty());
    if (mayBeForeign) {
      List<TokenSets.TokenSet> sets = TokenSets.ofFile(store, name);
      if (!sets.isEmpty()) {
        return TokenSetSummary.of(sets, name);
      }
    }
    if (name.endsWith(".arrow")) {
      return ShardSummary.of(store, name);
    }
    if (name.endsWith(".bin")) {
      Optional<Summary> vector = PlainSummary.vector(store, name);
      if (vector.isPresent()) {
        return vector.get();
      }
    }
    if (List.of(".idx", ".bin", ".sparse", ".mask").stream().anyMatch(name::endsWith)) {
      return TokenStoreSummary.part(store, stem(name));
    }
    if (name.endsWith(".ids")) {
      return PlainSummary.ids(store, name);
    }
    if (FileClaims.completes(name)) {
      return ManifestSummary.of(store, name);
    }
    if (name.endsWith(".json")) {
      return json(store, name);
    }
    if (name.equals("quarantine.jsonl")) {
      return PlainSummary.quarantine(store, name);
    }
    if (name.equals("metrics.jsonl")) {
      return PlainSummary.metrics(store, name);
    }
    if (name.equals("samples.txt")) {
      return PlainSummary.samples(store, name);
    }
    if (name.endsWith(".html")) {
      return PlainSummary.page(store, name);
    }
    throw new ConfigException(
        Wording.of(
            "Cannot inspect %s: its kind is not known; expected .parquet, .arrow, .bin, .idx, .ds, .sparse, .ids, .mask, .json, .html, quarantine.jsonl, metrics.jsonl or samples.txt",
            name));
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static Summary folder(Target target) throws IOException {
    Store store = target.store();
    if (store.stat("dataset_info.json").isPresent() && store.stat("state.json").isPresent()) {
      return TokenSetSummary.of(TokenSets.ofFolder(store), target.location());
    }
    for (String name : FileClaims.NAMES) {
      if (store.stat(name).isPresent()) {
        return ManifestSummary.of(store, name);
      }
    }
    if (!store.list("runs").isEmpty() || !store.list("ingest").isEmpty()) {
      return work(target);
    }
    List<FileInfo> files = store.list("");
    if (files.stream().noneMatch(file -> file.path().endsWith(".idx"))) {
      List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
      if (!sets.isEmpty()) {
        return TokenSetSummary.of(sets, target.location());
      }
    }
    if (files.stream().anyMatch(file -> file.path().endsWith(".bin"))) {
      return TokenStoreSummary.folder(store, files);
    }
    Summary summary = new Summary("directory", "Directory " + target.location());
    summary.count("files", "files", files.size());
    summary.bytes("bytes", "bytes", files.stream().mapToLong(FileInfo::bytes).sum());
    return summary;
  }

  private static Summary work(Target target) throws IOException {
    WorkDirectory work = WorkDirectory.of(target.store());
    Summary summary = new Summary("workDirectory", "Work directory " + target.location());
    TextTable runs = new TextTable("lll");
    runs.row("recipe", "stage", "directory");
    Map<String, Object> pointers = new TreeMap<>();
    for (RunPointer run : RunPointer.readAll(work)) {
      Map<String, Object> stages = new TreeMap<>();
      String recipe = run.recipe();
      for (Stage stage : run.stages().keySet()) {
        String directory = run.directory(stage).orElseThrow();
        runs.row(recipe, stage.key(), directory);
        stages.put(stage.key(), directory);
        recipe = "";
      }
      pointers.put(run.recipe(), stages);
    }
    summary.block(runs).figure("runs", pointers);
    TextTable sizes = new TextTable("lrrr");
    sizes.row("directory", "artefacts", "files", "bytes");
    Map<String, Object> bytesByDirectory = new TreeMap<>();
    TreeMap<String, List<FileInfo>> byTop = new TreeMap<>();
    for (FileInfo file : target.store().list("")) {
      int slash = file.path().indexOf('/');
      if (slash > 0) {
        byTop
            .computeIfAbsent(file.path().substring(0, slash), top -> new java.util.ArrayList<>())
            .add(file);
      }
    }
    byTop.forEach(
        (top, files) -> {
          long bytes = files.stream().mapToLong(FileInfo::bytes).sum();
          long artefacts =
              files.stream().filter(file -> file.path().endsWith("/manifest.json")).count();
          sizes.row(
              top, Wording.count(artefacts), Wording.count(files.size()), Wording.bytes(bytes));
          bytesByDirectory.put(top, bytes);
        });
    return summary.block("").block(sizes).figure("bytes", bytesByDirectory);
  }

  private static Summary json(Store store, String name) throws IOException {
    byte[] bytes = store.readAll(name);
    ConfigTree tree = YamlConfig.parseJson(name, new String(bytes, StandardCharsets.UTF_8));
    if (tree.isSection()
        && tree.find("model").isPresent()
        && tree.find("added_tokens").isPresent()) {
      return TokenizerSummary.of(name, bytes);
    }
    if (name.equals("losses.json") && tree.isSection() && tree.find("strata").isPresent()) {
      return PlainSummary.losses(name, tree);
    }
    if (name.equals("identities.json")) {
      return PlainSummary.identities(name, SealedJson.parse(name, bytes));
    }
    Summary summary = new Summary("json", "JSON " + name);
    if (tree.isSection()) {
      tree.entries()
          .forEach(
              (key, value) -> {
                boolean nested = value.isSection() || value.isList();
                summary.fact(
                    key, key, value.plain(), nested ? shape(value) : String.valueOf(value.plain()));
              });
    }
    return summary;
  }

  private static String shape(ConfigTree value) {
    return value.isList()
        ? value.items().size() + " items"
        : value.keys().size() + " keys: " + String.join(", ", value.keys());
  }
}

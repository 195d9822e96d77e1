package org.gristmill.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Timing;
import org.gristmill.tokenization.store.TokenStore;

/** Summary of an artefact by the file that completes it. */
final class ManifestSummary {

  private ManifestSummary() {}

  static Summary of(Store store, String path) throws IOException {
    FileClaims claims = FileClaims.read(store, path);
    ConfigTree tree = claims.tree();
    String kind =
        switch (path.substring(path.lastIndexOf('/') + 1)) {
          case "unit.json" -> "unit";
          case "state.json" -> "checkpoint";
          default -> tree.find("stage").map(ConfigTree::asText).orElse("stage");
        };
    Summary summary = new Summary(kind, title(kind, tree));
    for (Map.Entry<String, ConfigTree> entry : tree.entries().entrySet()) {
      ConfigTree value = entry.getValue();
      switch (entry.getKey()) {
        case "files", "inputs", "units", "counts", "details", "formatVersion", "stage" -> {}
        default -> summary.fact(entry.getKey(), entry.getKey(), value.plain(), shown(value));
      }
    }
    listSizes(summary, tree);
    long bytes = claims.files().values().stream().mapToLong(FileDigest::bytes).sum();
    summary.count("files", "files", claims.files().size());
    summary.bytes("bytes", "bytes", bytes);
    timing(store, directory(path))
        .ifPresent(
            timing ->
                summary.fact(
                    "wall time",
                    "seconds",
                    timing.seconds(),
                    Wording.duration(Math.round(timing.seconds() * 1000))));
    counts(summary, tree);
    if (kind.equals("tokenize")) {
      try (TokenStore tokens = TokenStore.open(store, directory(path))) {
        TokenStoreSummary.strata(summary, tokens);
      }
    }
    return summary;
  }

  private static String title(String kind, ConfigTree tree) {
    String name =
        tree.find("fingerprint")
            .or(() -> tree.find("step"))
            .map(value -> String.valueOf(value.plain()))
            .orElse("");
    return switch (kind) {
      case "unit" -> "Unit of documents " + name;
      case "checkpoint" -> "Checkpoint of step " + name;
      default -> "Stage " + kind + " " + name;
    };
  }

  private static void listSizes(Summary summary, ConfigTree tree) {
    for (String key : new String[] {"inputs", "units"}) {
      tree.find(key)
          .filter(ConfigTree::isList)
          .ifPresent(list -> summary.count(key, key, list.items().size()));
    }
  }

  private static void counts(Summary summary, ConfigTree tree) {
    if (tree.find("counts").filter(ConfigTree::isSection).isEmpty()) {
      return;
    }
    TextTable table = new TextTable("lr");
    Map<String, Object> counts = new TreeMap<>();
    tree.at("counts")
        .entries()
        .forEach(
            (name, value) -> {
              counts.put(name, value.plain());
              table.row(
                  "  " + name, value.isNumber() ? Wording.count(value.asLong()) : shown(value));
            });
    summary.figure("counts", counts);
    if (!counts.isEmpty()) {
      summary.block("").block("Counts").block(table);
    }
  }

  private static String shown(ConfigTree value) {
    if (value.isText()) {
      return value.asText();
    }
    String json = CanonicalJson.of(value);
    return json.length() <= 100 ? json : json.substring(0, 97) + "...";
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /**
   * Beside the manifest; a store does not name its own root, so that is read as a folder's file.
   */
  private static Optional<Timing> timing(Store store, String directory) throws IOException {
    if (!directory.isEmpty()) {
      return Timing.read(store, directory);
    }
    String root = store.root().toString();
    try (Store above = Stores.open(Locations.parent(root), Map.of())) {
      return Timing.read(above, Locations.name(root));
    }
  }
}

package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.WorkDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed byte can be found in every file: a manifest names it, or it carries its checksum. */
class EveryFileIsVouchedForIT {
  @TempDir Path folder;

  @Test
  void everyFileOfAWorkDirectoryHasAChecksumSomewhere() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(5, 30));
    bench.run();
    try (Store store = Stores.open(folder.resolve("work").toString(), Map.of())) {
      Set<String> unknown = new TreeSet<>();
      Set<String> named = new TreeSet<>();
      List<String> manifests = new ArrayList<>();
      for (FileInfo file : store.list("")) {
        unknown.add(file.path());
        if (file.path().endsWith("/" + WorkDirectory.MANIFEST)
            || file.path().endsWith("/" + WorkDirectory.UNIT)) {
          manifests.add(file.path());
        }
      }
      for (String path : manifests) {
        Optional<Manifest> manifest = Manifest.read(store, path);
        String directory = path.substring(0, path.lastIndexOf('/') + 1);
        manifest.orElseThrow().files().forEach(file -> named.add(directory + file.path()));
      }
      assertThat(unknown).containsAll(named);
      unknown.removeAll(named);
      assertThat(unknown).anyMatch(path -> path.contains("/progress/")).contains("runs/bench.json");
      for (String path : unknown) {
        assertThat(SealedJson.isSealed(store.readAll(path))).as(path).isTrue();
        SealedJson.parse(path, store.readAll(path));
      }
    }
  }
}

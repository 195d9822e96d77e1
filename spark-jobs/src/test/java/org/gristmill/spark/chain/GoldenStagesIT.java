package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of every stage for one small input. When a hash changes, equal inputs give other bytes
 * than before: the stage's format version has to be raised with it.
 */
class GoldenStagesIT {
  @TempDir Path folder;

  @Test
  void everyStageWritesTheBytesOfItsFormatVersion() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(11, 40));
    Corpus.parquet(bench.input("b.parquet"), Corpus.texts(12, 30));
    Corpus.jar(bench.input("c.jar"), 10, 13);
    bench.run();
    Map<String, String> hashes = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      StringBuilder all = new StringBuilder();
      bench
          .bytes()
          .forEach(
              (path, hash) -> {
                boolean data =
                    path.startsWith(stage.key() + "/")
                        && !path.contains("/progress/")
                        && !path.endsWith("manifest.json")
                        && !path.endsWith("unit.json");
                if (data) {
                  all.append(path).append(' ').append(hash).append('\n');
                }
              });
      if (all.length() > 0) {
        byte[] listing = all.toString().getBytes(StandardCharsets.UTF_8);
        hashes.put(
            stage.key() + ".v" + stage.formatVersion(),
            Xxh128.hash(listing, 0, listing.length).hex());
      }
    }
    assertThat(hashes)
        .as("bytes changed: raise the stage's format version, then record the new hash")
        .isEqualTo(golden());
  }

  private static Map<String, String> golden() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        GoldenStagesIT.class.getResourceAsStream("/org/gristmill/spark/golden/stages.properties")) {
      properties.load(in);
    }
    Map<String, String> golden = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> golden.put(name, properties.getProperty(name)));
    return golden;
  }
}

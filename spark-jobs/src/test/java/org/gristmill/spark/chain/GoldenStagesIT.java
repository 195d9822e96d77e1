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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of every stage for one small input, manifests included; those of training hang on the
 * floating point of the processor, so that the trainer tests their shape. When a hash changes,
 * equal inputs give other bytes than before: the stage's format version has to be raised with it.
 */
class GoldenStagesIT {
  private static final String REVISION = "gristmill.revision";

  @TempDir Path folder;
  private String revision;

  /** Manifests name the code that wrote them. */
  @BeforeEach
  void nameTheCode() {
    revision = System.setProperty(REVISION, "golden");
  }

  @AfterEach
  void forgetTheName() {
    if (revision == null) {
      System.clearProperty(REVISION);
    } else {
      System.setProperty(REVISION, revision);
    }
  }

  @Test
  void everyStageWritesTheBytesOfItsFormatVersion() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(11, 40));
    Corpus.parquet(bench.input("b.parquet"), Corpus.texts(12, 30));
    Corpus.jar(bench.input("c.jar"), 10, 13);
    bench.run();
    Map<String, String> hashes = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      String listing = listing(bench, stage.key() + "/");
      if (!listing.isEmpty()) {
        hashes.put(stage.key() + ".v" + stage.formatVersion(), hash(listing));
      }
    }
    hashes.put("runs", hash(listing(bench, "runs/")));
    assertThat(hashes)
        .as("bytes changed: raise the stage's format version, then record the new hash")
        .isEqualTo(golden());
  }

  /** Every file of a stage with its hash: data, manifest, units and progress. */
  private static String listing(Bench bench, String folder) throws IOException {
    StringBuilder all = new StringBuilder();
    bench
        .bytes()
        .forEach(
            (path, hash) -> {
              if (path.startsWith(folder)) {
                all.append(path).append(' ').append(hash).append('\n');
              }
            });
    return all.toString();
  }

  private static String hash(String listing) {
    byte[] bytes = listing.getBytes(StandardCharsets.UTF_8);
    return Xxh128.hash(bytes, 0, bytes.length).hex();
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

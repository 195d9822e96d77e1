package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.SparkSessions;
import org.gristmill.spark.job.Partitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file may enter through two sources; which of its documents wins is settled by settings. */
class TiesIT {
  private static final String BY_DOMAIN =
      "sources=[{name: x, format: jsonl, domain: web, path: 'data/*.jsonl'},"
          + " {name: y, format: jsonl, domain: news, path: 'data/*.jsonl'}]";

  @TempDir static Path shared;
  static Bench trained;
  @TempDir Path folder;

  @BeforeAll
  static void trainATokenizer() throws IOException {
    trained = bench(shared, "a");
    trained.run(Stage.VOCABULARY, ChangedInputs.REFUSE);
  }

  @AfterEach
  void forgetPartitions() {
    SparkSessions.shared().conf().unset(Partitions.SETTING);
  }

  private static Bench bench(Path folder, String... names) throws IOException {
    Bench bench = new Bench(folder);
    add(bench, names);
    return bench;
  }

  private static void add(Bench bench, String... names) throws IOException {
    for (String name : names) {
      Corpus.jsonl(bench.input(name + ".jsonl"), Corpus.texts(name.charAt(0), 20));
    }
  }

  private static String strata(Bench bench) throws IOException {
    return bench.manifest(Stage.BUCKET).detail("strata").orElseThrow().plain().toString();
  }

  @Test
  void theSurvivorDoesNotDependOnWhatElseIsInItsUnitNorOnPartitions() throws IOException {
    Bench grown = bench(folder.resolve("grown"), "k").withTokenizerOf(trained);
    grown.run(Stage.BUCKET, ChangedInputs.REFUSE, BY_DOMAIN);
    add(grown, "b");
    grown.run(Stage.BUCKET, ChangedInputs.REFUSE, BY_DOMAIN);
    for (String partitions : List.of("1", "7")) {
      SparkSessions.shared().conf().set(Partitions.SETTING, partitions);
      Bench atOnce = bench(folder.resolve(partitions), "k", "b").withTokenizerOf(trained);
      atOnce.run(Stage.BUCKET, ChangedInputs.REFUSE, BY_DOMAIN);
      assertThat(strata(atOnce)).isEqualTo(strata(grown));
    }
  }

  @Test
  void movedAndEncodedDocumentsStandInOneOrder() throws IOException {
    String first = "{name: x, format: jsonl, domain: web, license: CC0-1.0, path: 'data/*.jsonl'}";
    String second = "{name: y, format: jsonl, domain: web, license: MIT, path: 'data/*.jsonl'}";
    String both = "sources=[" + first + ", " + second + "]";
    Bench scratch = bench(folder.resolve("scratch"), "k").withTokenizerOf(trained);
    scratch.run(Stage.TOKENIZE, ChangedInputs.REFUSE, "dedup.exact=false", both);
    Map<String, String> expected = tokens(scratch.only(Stage.TOKENIZE));
    for (String one : List.of(first, second)) {
      Bench bench = bench(folder.resolve(one.equals(first) ? "first" : "second"), "k");
      bench.withTokenizerOf(trained);
      bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, "dedup.exact=false", "sources=[" + one + "]");
      bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, "dedup.exact=false", both);
      Path store =
          bench.folder.resolve("work/tokenize").resolve(scratch.only(Stage.TOKENIZE).getFileName());
      assertThat(bench.manifest(store).count("documents.moved")).isPositive();
      assertThat(bench.manifest(store).count("documents.encoded")).isPositive();
      assertThat(tokens(store)).isEqualTo(expected);
    }
  }

  private static Map<String, String> tokens(Path directory) throws IOException {
    return Bench.hashes(directory.resolve("tokens"), path -> true);
  }
}

package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.SparkSessions;
import org.gristmill.spark.job.Partitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs depend on contents and settings alone. */
class SameBytesIT {
  @TempDir static Path shared;
  static Bench reference;
  @TempDir Path folder;

  @BeforeAll
  static void runTheReference() throws IOException {
    reference = inputs(new Bench(shared), "a", "b", "c");
    reference.run();
  }

  @AfterEach
  void forgetPartitions() {
    SparkSessions.shared().conf().unset(Partitions.SETTING);
  }

  private static Bench inputs(Bench bench, String... names) throws IOException {
    for (String name : names) {
      Corpus.jsonl(bench.input(name + ".jsonl"), texts(name));
    }
    return bench;
  }

  /** Forty texts of one's own, and five that every file holds. */
  private static List<String> texts(String name) {
    List<String> texts = new ArrayList<>(Corpus.texts(name.charAt(0), 60));
    texts.addAll(Corpus.texts(99, 5));
    return texts;
  }

  @Test
  void theNumberOfPartitionsChangesNothing() throws IOException {
    for (String partitions : List.of("1", "7")) {
      Bench bench = inputs(new Bench(folder.resolve(partitions)), "a", "b", "c");
      SparkSessions.shared().conf().set(Partitions.SETTING, partitions);
      bench.run();
      assertThat(bench.bytes()).isEqualTo(reference.bytes());
    }
  }

  @Test
  void namesOfInputsReachPathColumnsOnly() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("zz.jsonl"), texts("a"));
    Corpus.jsonl(bench.input("aa.jsonl"), texts("b"));
    Corpus.jsonl(bench.input("mm.jsonl"), texts("c"));
    bench.run();
    Map<String, String> renamed = bench.bytes();
    Map<String, String> original = reference.bytes();
    renamed
        .keySet()
        .removeIf(path -> !path.matches("(tokenize|mix)/.*\\.(bin|idx|sparse|ids|arrow)"));
    original.keySet().retainAll(renamed.keySet());
    assertThat(renamed).hasSizeGreaterThan(10).isEqualTo(original);
  }

  @Test
  void addingAFileGivesTheRowsOfAllFilesAtOnce() throws IOException {
    Bench atOnce = inputs(new Bench(folder.resolve("at-once")), "a", "b", "c");
    atOnce.withTokenizerOf(reference).run();
    Bench grown = inputs(new Bench(folder.resolve("grown")), "b", "c").withTokenizerOf(reference);
    grown.run();
    Map<String, String> before = grown.bytes();
    inputs(grown, "a");
    assertThat(grown.run())
        .containsExactly(Stage.INGEST, Stage.DEDUP, Stage.BUCKET, Stage.TOKENIZE, Stage.MIX);

    assertThat(grown.manifest(Stage.TOKENIZE).detail("runs").orElseThrow().items()).hasSize(2);
    Path mixed =
        grown.directories(Stage.MIX).stream()
            .filter(
                mix -> before.keySet().stream().noneMatch(p -> p.contains(mix.getFileName() + "/")))
            .findFirst()
            .orElseThrow();
    assertThat(Rows.of(mixed)).isEqualTo(Rows.of(atOnce.only(Stage.MIX)));
    Map<String, String> after = grown.bytes();
    before.forEach(
        (path, hash) -> {
          if (!path.endsWith("manifest.json") && !path.startsWith("runs/")) {
            assertThat(after).containsEntry(path, hash);
          }
        });
  }

  @Test
  void afterALaterFileVanishedNothingOfItIsLeftAndTheNextFileIsTokenised() throws IOException {
    Bench bench = inputs(new Bench(folder.resolve("shrunk")), "a").withTokenizerOf(reference);
    bench.run();
    inputs(bench, "b");
    bench.run();
    Files.delete(bench.input("b.jsonl"));
    List<Path> known = directories(bench);
    assertThat(bench.run(Stage.MIX, ChangedInputs.ACCEPT))
        .containsExactly(Stage.INGEST, Stage.DEDUP, Stage.BUCKET, Stage.TOKENIZE, Stage.MIX);
    Bench scratch = inputs(new Bench(folder.resolve("alone")), "a").withTokenizerOf(reference);
    scratch.run();
    List<Path> now = added(bench, known);
    assertThat(tokens(now.get(0))).isEqualTo(tokens(scratch.only(Stage.TOKENIZE)));
    assertThat(Rows.of(now.get(1))).isEqualTo(Rows.of(scratch.only(Stage.MIX)));
    assertThat(bench.manifest(now.get(0)).count("textBytesRead")).isZero();

    inputs(bench, "c");
    List<Path> before = directories(bench);
    bench.run();
    Bench both = inputs(new Bench(folder.resolve("both")), "a", "c").withTokenizerOf(reference);
    both.run();
    assertThat(bench.manifest(now.get(0)).detail("runs").orElseThrow().items()).hasSize(2);
    assertThat(Rows.of(added(bench, before).get(0))).isEqualTo(Rows.of(both.only(Stage.MIX)));
  }

  private static List<Path> directories(Bench bench) throws IOException {
    List<Path> all = new ArrayList<>(bench.directories(Stage.TOKENIZE));
    all.addAll(bench.directories(Stage.MIX));
    return all;
  }

  private static List<Path> added(Bench bench, List<Path> known) throws IOException {
    List<Path> added = directories(bench);
    added.removeAll(known);
    return added;
  }

  @Test
  void decisionsChangeAndTokensMove() throws IOException {
    Bench bench = inputs(new Bench(folder.resolve("moved")), "a", "b", "c");
    bench.withTokenizerOf(reference).run();
    Path first = bench.only(Stage.TOKENIZE);

    bench.run("bucket.min_characters=400");
    Path tight = other(bench, first);
    assertThat(bench.manifest(tight).count("textBytesRead")).isZero();
    assertThat(bench.manifest(tight).count("documents.encoded")).isZero();
    assertThat(bench.manifest(tight).count("documents.moved")).isPositive();

    Bench scratch = inputs(new Bench(folder.resolve("scratch")), "a", "b", "c");
    scratch.withTokenizerOf(reference).run("bucket.min_characters=400");
    assertThat(tokens(tight)).isEqualTo(tokens(scratch.only(Stage.TOKENIZE)));
    assertThat(scratch.manifest(Stage.TOKENIZE).count("textBytesRead")).isPositive();

    scratch.run();
    Path loosened =
        other(
            scratch,
            scratch.directories(Stage.TOKENIZE).stream()
                .filter(d -> d.getFileName().equals(tight.getFileName()))
                .findFirst()
                .orElseThrow());
    assertThat(tokens(loosened)).isEqualTo(tokens(first));
    Manifest loose = scratch.manifest(loosened);
    assertThat(loose.count("documents.encoded")).isPositive();
    assertThat(loose.count("documents.moved"))
        .isEqualTo(bench.manifest(tight).count("documents.moved"));
  }

  private static Path other(Bench bench, Path known) throws IOException {
    return bench.directories(Stage.TOKENIZE).stream()
        .filter(directory -> !directory.equals(known))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> tokens(Path directory) throws IOException {
    return Bench.hashes(directory.resolve("tokens"), path -> true);
  }

  @Test
  void aChangedInputIsRefusedOrStartsOver() throws IOException {
    Bench bench = inputs(new Bench(folder), "a", "b");
    bench.withTokenizerOf(reference).run();
    Files.delete(bench.input("a.jsonl"));
    assertThatThrownBy(bench::run)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot go on with inputs that are not those of the last run: jsonl-texts:a.jsonl"
                + " vanished; put them back, or start over from what is there with"
                + " --accept-changed");
    List<Path> known = directories(bench);
    bench.run(Stage.MIX, ChangedInputs.ACCEPT);
    Bench scratch = inputs(new Bench(folder.resolve("scratch")), "b").withTokenizerOf(reference);
    scratch.run();
    assertThat(bench.directories(Stage.MIX)).hasSize(2);
    assertThat(Rows.of(added(bench, known).get(1))).isEqualTo(Rows.of(scratch.only(Stage.MIX)));
  }

  @Test
  void manyGenerationsAreRewrittenToOneRunByMovingTokens() throws IOException {
    Bench grown = new Bench(folder.resolve("grown")).withTokenizerOf(reference);
    Bench atOnce = new Bench(folder.resolve("at-once")).withTokenizerOf(reference);
    for (int file = 0; file < 10; file++) {
      List<String> texts = Corpus.texts(300 + file, 12);
      Corpus.jsonl(grown.input(file + ".jsonl"), texts);
      Corpus.jsonl(atOnce.input(file + ".jsonl"), texts);
      Stage last = file < 9 ? Stage.TOKENIZE : Stage.MIX;
      grown.run(last, ChangedInputs.REFUSE, "mixture.tokens=5000");
    }
    atOnce.run("mixture.tokens=5000");
    Manifest store = grown.manifest(Stage.TOKENIZE);
    // The ninth generation was one too many: nine runs became run 1009; the tenth follows it.
    assertThat(store.detail("runs").orElseThrow().items().stream().map(ConfigTree::asLong))
        .containsExactly(1009L, 9L);
    assertThat(store.count("documents.out"))
        .isEqualTo(atOnce.manifest(Stage.TOKENIZE).count("documents.out"));
    assertThat(Rows.of(grown.only(Stage.MIX))).isEqualTo(Rows.of(atOnce.only(Stage.MIX)));
    try (Stream<Path> files = Files.walk(grown.only(Stage.TOKENIZE).resolve("tokens"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(path -> path.contains("run-0000") || path.contains("run-0008"))
          .anyMatch(path -> path.contains("run-1009"));
    }
  }
}

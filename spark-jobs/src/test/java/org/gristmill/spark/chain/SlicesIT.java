package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.testing.Faults;
import org.gristmill.common.store.testing.Faults.Effect;
import org.gristmill.common.store.testing.Faults.Operation;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.SparkSessions;
import org.gristmill.spark.job.Failures;
import org.gristmill.spark.job.Partitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large Parquet file is read in slices, and nothing downstream can tell. */
class SlicesIT {
  private static final String CUT = "ingest.slice_bytes=8192";

  @TempDir static Path shared;
  static Bench whole;
  static Bench sliced;
  @TempDir Path folder;

  @BeforeAll
  static void runWholeAndSliced() throws IOException {
    whole = bench(shared.resolve("whole"), "a");
    whole.run();
    sliced = bench(shared.resolve("sliced"), "a");
    sliced.run(CUT);
  }

  @AfterEach
  void reset() {
    Faults.reset();
    SparkSessions.shared().conf().unset(Partitions.SETTING);
  }

  private static Bench bench(Path folder, String... names) throws IOException {
    Bench bench = new Bench(folder);
    for (String name : names) {
      // The last texts stand in the first row groups too, so that slices hold copies of each other.
      List<String> texts = new ArrayList<>(Corpus.texts(name.charAt(0), 80));
      texts.addAll(texts.subList(0, 6));
      Corpus.parquet(bench.input(name + ".parquet"), texts);
    }
    return bench;
  }

  /** Every file but those that name units and document files. */
  private static Map<String, String> data(Bench bench) throws IOException {
    Map<String, String> data = new TreeMap<>();
    bench
        .bytes()
        .forEach(
            (path, hash) -> {
              if (path.matches("(vocabulary/.*/tokenizer.json|.*\\.(bin|idx|ids|sparse|arrow))")) {
                data.put(path.replaceFirst("/[0-9a-f]{12}/", "/"), hash);
              }
            });
    return data;
  }

  private static List<Path> units(Bench bench) throws IOException {
    try (Stream<Path> files = Files.list(bench.folder.resolve("work/ingest/units"))) {
      return files.filter(unit -> Files.exists(unit.resolve("unit.json"))).sorted().toList();
    }
  }

  @Test
  void slicesGiveTheBytesOfTheWholeFile() throws IOException {
    assertThat(units(whole)).hasSize(1);
    assertThat(units(sliced)).hasSizeGreaterThan(2);
    assertThat(data(sliced)).hasSizeGreaterThan(15).isEqualTo(data(whole));
    Manifest ingest = sliced.manifest(Stage.INGEST);
    assertThat(ingest.counts()).isEqualTo(whole.manifest(Stage.INGEST).counts());
    assertThat(ingest.tree().at("inputs").items()).hasSize(1);
    assertThat(sliced.manifest(Stage.DEDUP).counts())
        .isEqualTo(whole.manifest(Stage.DEDUP).counts())
        .containsEntry("dropped.exact-duplicate", 6L);
  }

  @Test
  void theNumberOfPartitionsChangesNothing() throws IOException {
    SparkSessions.shared().conf().set(Partitions.SETTING, "7");
    Bench bench = bench(folder, "a");
    bench.run(CUT);
    assertThat(bench.bytes()).isEqualTo(sliced.bytes());
  }

  @Test
  void filesThatWereReadStayAsTheyWereCut() throws IOException {
    assertThat(sliced.run()).isEmpty();
    assertThat(whole.run(CUT)).isEmpty();
    Bench grown = bench(folder.resolve("grown"), "a").withTokenizerOf(whole);
    grown.run(Stage.INGEST, ChangedInputs.REFUSE, CUT);
    List<Path> before = units(grown);
    bench(grown.folder, "b");
    grown.run("ingest.slice_bytes=12288");
    assertThat(units(grown)).containsAll(before);
    assertThat(grown.manifest(Stage.INGEST).detail("generations").orElseThrow().items())
        .extracting(generation -> generation.items().size())
        .containsExactly(before.size(), units(grown).size() - before.size());
    Bench atOnce = bench(folder.resolve("at-once"), "a", "b").withTokenizerOf(whole);
    atOnce.run();
    assertThat(Rows.of(grown.only(Stage.MIX))).isEqualTo(Rows.of(atOnce.only(Stage.MIX)));
  }

  @Test
  void aKillCostsTheSlicesInFlight() throws IOException {
    Bench bench = bench(folder, "a");
    Faults.failAt(Operation.COMMIT, 3, "unit.json", Effect.THROW);
    assertThat(
            catchThrowable(() -> bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE, CUT)))
        .isNotNull();
    Faults.reset();
    Files.deleteIfExists(folder.resolve("work/lease.json"));
    List<Path> kept = units(bench);
    Map<Path, Object> written = new TreeMap<>();
    for (Path unit : kept) {
      written.put(unit, Files.getLastModifiedTime(unit.resolve("documents.parquet")));
    }
    assertThat(kept).isNotEmpty().hasSizeLessThan(units(sliced).size());
    bench.run(CUT);
    assertThat(bench.bytes()).isEqualTo(sliced.bytes());
    for (Path unit : kept) {
      assertThat(Files.getLastModifiedTime(unit.resolve("documents.parquet")))
          .isEqualTo(written.get(unit));
    }
  }

  @Test
  void aFileCutShortIsOneBadFile() throws IOException {
    Bench bench = bench(folder, "a");
    byte[] content = Files.readAllBytes(bench.input("a.parquet"));
    Files.write(bench.input("a.parquet"), Arrays.copyOf(content, content.length - 20));
    assertThat(
            Failures.meaning(
                catchThrowable(() -> bench.run(Stage.INGEST, ChangedInputs.REFUSE, CUT))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(
            "Cannot accept the input: 1 unreadable file, more than ingest.max_bad_files 0;"
                + " first: a.parquet: Cannot read Parquet file a.parquet: ");
  }

  @Test
  void damagedRowGroupsCostTheSameDocumentsWholeAndSliced() throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (String cut : List.of("ingest.slice_bytes=4096", "ingest.slice_bytes=536870912")) {
      Bench bench = bench(folder.resolve(cut), "a");
      byte[] content = Files.readAllBytes(bench.input("a.parquet"));
      content[content.length / 3] ^= 0x10;
      content[content.length / 2] ^= 0x10;
      Files.write(bench.input("a.parquet"), content);
      bench.run(Stage.INGEST, ChangedInputs.REFUSE, cut, "ingest.max_bad_files=1");
      Map<String, Long> now = bench.manifest(Stage.INGEST).counts();
      assertThat(now).containsEntry("badFiles", 1L);
      assertThat(now.get("documents.out")).isBetween(50L, 85L);
      assertThat(counts.isEmpty() ? now : counts).isEqualTo(now);
      counts.putAll(now);
    }
  }
}

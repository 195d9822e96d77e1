package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.stream.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the recipe costs, and what it leaves alone. */
class ReRunIT {
  @TempDir static Path shared;
  static Bench reference;
  @TempDir Path folder;

  @BeforeAll
  static void runTheReference() throws IOException {
    reference = new Bench(shared);
    Corpus.jsonl(reference.input("a.jsonl"), Corpus.texts(1, 100));
    reference.run("mixture.tokens=6000");
  }

  /** Work of the reference under another name, and nothing that is upstream of its token store. */
  private Bench tokenStoreOfTheReference() throws IOException {
    copy(shared, folder);
    Bench bench = new Bench(folder);
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (name.matches("work/(ingest/units|dedup/.*/decisions|bucket/.*/decisions)/.*")
            || name.endsWith(".docs.parquet")) {
          Files.delete(file);
        }
      }
    }
    return bench;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void aWeightOrAMixSeedReadsTheTokenStoreAloneAndKeepsTheOldMix() throws IOException {
    Bench bench = tokenStoreOfTheReference();
    Map<String, String> before = bench.bytes();
    before.keySet().removeIf(path -> path.startsWith("runs/"));
    List<List<List<Integer>>> mixes = new ArrayList<>();
    mixes.add(Rows.of(bench.only(Stage.MIX)));
    Set<Path> known = new HashSet<>(bench.directories(Stage.MIX));
    for (String change : List.of("mix.seed=7", "mixture.weights={\"zh/**\": 1, \"en/**\": 3}")) {
      assertThat(bench.run("mixture.tokens=6000", change)).containsExactly(Stage.MIX);
      for (Path mix : bench.directories(Stage.MIX)) {
        if (known.add(mix)) {
          mixes.add(Rows.of(mix));
        }
      }
    }
    assertThat(mixes).hasSize(3).doesNotHaveDuplicates();
    assertThat(bench.bytes()).containsAllEntriesOf(before);
    assertThat(bench.run("mixture.tokens=6000")).isEmpty();
  }

  @Test
  void aMixOfTwiceTheTokensContainsTheSmallerOne() throws IOException {
    Bench bench = tokenStoreOfTheReference();
    Path once = bench.only(Stage.MIX);
    bench.run("mixture.tokens=12000");
    Path twice =
        bench.directories(Stage.MIX).stream().filter(mix -> !mix.equals(once)).findFirst().get();
    Set<String> smaller = tokens(once);
    Set<String> larger = tokens(twice);
    assertThat(smaller).hasSize(6000);
    assertThat(larger).hasSize(12_000).containsAll(smaller);
  }

  /** Address of every token of the training rows. */
  private static Set<String> tokens(Path mix) throws IOException {
    Set<String> tokens = new HashSet<>();
    try (Store store = Stores.open(mix.toString(), Map.of());
        ShardRows shards = ShardRows.open(store, "shards")) {
      Row row = new Row(shards.info().rowTokens());
      for (long r = 0; r < shards.rows(); r++) {
        shards.read(r, row);
        for (int s = 0; s < row.segments(); s++) {
          int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
          for (int t = 0; t < end - row.starts()[s]; t++) {
            String stratum = shards.info().strata().get(row.strata()[s]);
            int place = row.offsets()[s] + t;
            tokens.add(
                stratum
                    + ":"
                    + row.parts()[s]
                    + ":"
                    + row.documents()[s]
                    + ":"
                    + place
                    + ":"
                    + row.epochs()[s]);
          }
        }
      }
    }
    return tokens;
  }

  @Test
  void sourcesForValidationAreHeldOutWhole() throws IOException {
    Bench bench = new Bench(folder).withTokenizerOf(reference);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(1, 60));
    Corpus.jsonl(bench.input("held/v.jsonl"), Corpus.texts(2, 20));
    bench.run(
        "mixture.tokens=4000",
        "sources=[{name: x, format: jsonl, domain: web, path: 'data/*.jsonl'}, {name: y,"
            + " format: jsonl, domain: exam, split: validation, path: 'data/held/*.jsonl'}]");
    Map<String, Long> stored = new TreeMap<>();
    bench
        .manifest(Stage.TOKENIZE)
        .detail("strata")
        .orElseThrow()
        .entries()
        .forEach((name, counts) -> stored.put(name, counts.at("tokens").asLong()));
    Set<String> held = new TreeSet<>(stored.keySet());
    held.removeIf(name -> !name.contains("/exam/"));
    assertThat(held).hasSizeGreaterThan(1).allMatch(name -> name.startsWith("validation/"));
    assertThat(stored.keySet()).anyMatch(name -> name.matches("tokens/../web/.*"));

    Manifest mix = bench.manifest(Stage.MIX);
    ConfigTree training = mix.detail("strata").orElseThrow();
    ConfigTree validation = mix.detail("validation.strata").orElseThrow();
    for (String name : held) {
      String stratum = name.substring("validation/".length());
      assertThat(validation.at(stratum).at("taken").asLong()).isEqualTo(stored.get(name));
      assertThat(training.at(stratum).at("taken").asLong()).isZero();
    }
    assertThat(tokens(bench.only(Stage.MIX))).noneMatch(token -> token.contains("/exam/"));
  }

  @Test
  void aTextThatIsHeldOutIsNotTrainedOnUnderAnotherName() throws IOException {
    Bench bench = new Bench(folder).withTokenizerOf(reference);
    List<String> held = Corpus.texts(2, 20);
    for (int i = 0; i < 4; i++) {
      List<String> texts = new ArrayList<>(Corpus.texts(10 + i, 10));
      texts.addAll(held);
      Corpus.jsonl(bench.input(i + ".jsonl"), texts);
    }
    Corpus.jsonl(bench.input("held/v.jsonl"), held);
    bench.run(
        Stage.BUCKET,
        ChangedInputs.REFUSE,
        "sources=[{name: x, format: jsonl, domain: web, path: 'data/*.jsonl'}, {name: y,"
            + " format: jsonl, domain: exam, split: validation, path: 'data/held/*.jsonl'}]");
    long kept =
        bench.manifest(Stage.BUCKET).detail("strata").orElseThrow().entries().entrySet().stream()
            .filter(stratum -> stratum.getKey().contains("/exam/"))
            .mapToLong(stratum -> stratum.getValue().asLong())
            .sum();
    assertThat(kept).isEqualTo(20);
    assertThat(bench.manifest(Stage.DEDUP).count("dropped.exact-duplicate")).isEqualTo(80);
  }

  @Test
  void aLooserThresholdReadsTheRowGroupsOfNewlyKeptDocumentsAlone() throws IOException {
    // Long texts that are never kept fill three row groups; those in between are what counts.
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add(Corpus.text(1000 + i, false, 80_000));
      texts.add(Corpus.text(2000 + i, false, 150));
      if (i >= 28 && i < 32) {
        texts.add(Corpus.text(3000 + i, false, 40));
      }
    }
    String[] tight = {"bucket.max_characters=100000", "bucket.min_characters=400"};
    String[] loose = {"bucket.max_characters=100000", "bucket.min_characters=100"};
    Bench bench = new Bench(folder.resolve("bench")).withTokenizerOf(reference);
    Corpus.jsonl(bench.input("a.jsonl"), texts);
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, tight);
    Path first = bench.only(Stage.TOKENIZE);
    copy(bench.folder.resolve("work/ingest"), folder.resolve("scratch/work/ingest"));
    Bench scratch = new Bench(folder.resolve("scratch")).withTokenizerOf(reference);
    copy(bench.folder.resolve("data"), scratch.folder.resolve("data"));

    long needed = ruinRowGroupsWithoutShortTexts(bench);
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, loose);
    Path loosened =
        bench.directories(Stage.TOKENIZE).stream()
            .filter(store -> !store.equals(first))
            .findFirst()
            .get();
    Manifest counts = bench.manifest(loosened);
    assertThat(counts.count("textBytesRead")).isEqualTo(needed);
    assertThat(counts.count("documents.encoded")).isEqualTo(4);
    assertThat(counts.count("documents.moved")).isEqualTo(60);

    scratch.run(Stage.TOKENIZE, ChangedInputs.REFUSE, loose);
    assertThat(scratch.manifest(Stage.TOKENIZE).count("textBytesRead")).isGreaterThan(2 * needed);
    assertThat(Bench.hashes(loosened.resolve("tokens"), path -> true))
        .isEqualTo(Bench.hashes(scratch.only(Stage.TOKENIZE).resolve("tokens"), path -> true));
  }

  /** Flips a byte of text in all row groups but one; gives the bytes of text of that one. */
  private static long ruinRowGroupsWithoutShortTexts(Bench bench) throws IOException {
    Path units = bench.folder.resolve("work/ingest/units");
    Path unit;
    try (Stream<Path> all = Files.list(units)) {
      unit = all.findFirst().orElseThrow();
    }
    Path file = unit.resolve("documents.parquet");
    byte[] content = Files.readAllBytes(file);
    long needed = 0;
    int spared = 0;
    try (Store store = Stores.open(unit.toString(), Map.of());
        ParquetTableReader table = ParquetTableReader.open(store, "documents.parquet")) {
      assertThat(table.rowGroups()).isGreaterThan(2);
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows =
            table.read(group, List.of(DocumentTable.CHARACTERS, DocumentTable.BYTES));
        boolean wanted = false;
        long bytes = 0;
        while (rows.next()) {
          wanted |= rows.intValue(0) < 400;
          bytes += rows.intValue(1);
        }
        if (wanted) {
          needed = bytes;
          spared++;
        } else {
          content[Math.toIntExact(table.middle(group))] ^= 0x20;
        }
      }
    }
    assertThat(spared).isEqualTo(1);
    Files.write(file, content);
    return needed;
  }
}

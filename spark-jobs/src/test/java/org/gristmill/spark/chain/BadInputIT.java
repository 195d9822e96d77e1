package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.job.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with inputs and recipes is said once, clearly, and leaves nothing half-written. */
class BadInputIT {
  @TempDir Path folder;

  private Bench bench() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(1, 40));
    return bench;
  }

  private static Throwable failure(Bench bench, String... overrides) {
    return Failures.meaning(catchThrowable(() -> bench.run(overrides)));
  }

  @Test
  void badRowsAreKeptAsideUpToTheBudget() throws IOException {
    Bench bench = bench();
    String lines =
        Files.readString(bench.input("a.jsonl"), StandardCharsets.UTF_8)
            + "{\"text\": \"open\n"
            + "{\"txt\": 1}\n";
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 5] = (byte) 0xFE;
    Corpus.write(bench.input("a.jsonl"), bytes);

    assertThat(failure(bench))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(
            "Cannot accept the input: 2 of 42 rows are bad, more than"
                + " ingest.max_bad_rows_fraction 0.001; first: a.jsonl, row 40: ")
        .hasMessageContaining("/quarantine.jsonl)");
    assertThat(bench.directories(Stage.INGEST)).isEmpty();

    bench.run(
        Stage.INGEST,
        org.gristmill.common.work.ChangedInputs.REFUSE,
        "ingest.max_bad_rows_fraction=0.1");
    Manifest ingest = bench.manifest(Stage.INGEST);
    assertThat(ingest.counts())
        .containsEntry("documents.in", 42L)
        .containsEntry("documents.out", 40L)
        .containsEntry("rejected.invalid-json", 1L)
        .containsEntry("rejected.invalid-utf8", 1L);
  }

  @Test
  void aTruncatedParquetFileIsABadFile() throws IOException {
    Bench bench = bench();
    Corpus.parquet(bench.input("b.parquet"), Corpus.texts(2, 30));
    byte[] whole = Files.readAllBytes(bench.input("b.parquet"));
    Files.write(bench.input("b.parquet"), Arrays.copyOf(whole, whole.length - 20));
    assertThat(failure(bench))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(
            "Cannot accept the input: 1 unreadable file, more than ingest.max_bad_files 0;"
                + " first: b.parquet: Cannot read Parquet file b.parquet: ");
    bench.run("ingest.max_bad_files=1");
    assertThat(bench.manifest(Stage.INGEST).count("badFiles")).isEqualTo(1);
  }

  @Test
  void aBrokenJarEntryIsABadRow() throws IOException {
    Bench bench = bench();
    Corpus.jar(bench.input("c.jar"), 5, 1);
    byte[] jar = Files.readAllBytes(bench.input("c.jar"));
    jar[120] ^= 0x55;
    Files.write(bench.input("c.jar"), jar);
    assertThat(failure(bench))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("first: c.jar, row 0, entry p/C0.java: Cannot read zip entry");
  }

  @Test
  void aMissingColumnIsAnErrorOfTheRecipe() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.parquet(bench.input("b.parquet"), Corpus.texts(2, 10));
    assertThat(
            failure(
                bench,
                "sources=[{name: x, format: parquet, domain: web, columns:"
                    + " {text: body}, path: 'data/*.parquet'}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read column 'body' of b.parquet: there is no such column; expected one of"
                + " [text]");
  }

  @Test
  void mixturesThatCannotBeAreRefusedBeforeShardsAreWritten() throws IOException {
    Bench bench = bench();
    bench.run(Stage.TOKENIZE, org.gristmill.common.work.ChangedInputs.REFUSE);
    assertThat(failure(bench, "mixture.tokens=100000000"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("100000000");
    assertThat(failure(bench, "mixture.weights={fr/**: 1}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fr/**");
    assertThat(failure(bench, "mixture.weights={zh/**: 0}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("0");
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      assertThat(files.map(Path::toString)).noneMatch(path -> path.contains("/work/mix/"));
    }
  }

  @Test
  void aSecondWriterIsRefused() throws IOException {
    Bench bench = bench();
    try (WorkDirectory work = WorkDirectory.open(folder.resolve("work").toString(), Map.of());
        Lease lease = work.lease("another run")) {
      lease.ensureHeld();
      assertThatThrownBy(bench::run)
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("Cannot write to work directory ")
          .hasMessageContaining("another run");
    }
  }

  @Test
  void aTokenizerWithoutTheEndTokenIsRefused() throws IOException {
    Bench bench = bench();
    bench.run(Stage.VOCABULARY, org.gristmill.common.work.ChangedInputs.REFUSE);
    Bench other = bench().withTokenizerOf(bench);
    assertThat(failure(other, "tokenizer.end_of_document=<|end|>"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use end_of_document '<|end|>': the tokenizer has no such special token");
  }
}

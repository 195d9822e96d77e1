package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gristmill.common.store.testing.Faults;
import org.gristmill.common.store.testing.Faults.Effect;
import org.gristmill.common.store.testing.Faults.Operation;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that dies anywhere is continued by the next one, which ends with the same bytes. */
class CrashIT {
  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.OPEN,
          Operation.READ,
          Operation.CREATE,
          Operation.WRITE,
          Operation.COMMIT,
          Operation.COMMITTED);

  @TempDir static Path shared;
  static Map<String, String> expected;
  static final Map<Operation, Long> COUNTS = new EnumMap<>(Operation.class);

  @TempDir Path folder;

  @BeforeAll
  static void runWithoutACrash() throws IOException {
    Bench bench = inputs(shared);
    Faults.reset();
    bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE);
    for (Operation operation : OPERATIONS) {
      COUNTS.put(operation, Faults.count(operation));
    }
    expected = bench.bytes();
  }

  @AfterEach
  void reset() {
    Faults.reset();
  }

  private static Bench inputs(Path folder) throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(5, 16));
    Corpus.jsonl(bench.input("b.jsonl"), Corpus.texts(6, 16));
    return bench;
  }

  private void crashAndGoOn(Operation operation, long nth, String part) throws IOException {
    Bench bench = inputs(folder);
    Faults.failAt(operation, nth, part, Effect.THROW);
    Throwable failure =
        catchThrowable(() -> bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE));
    assertThat(Faults.isDown()).as("%s %d of '%s' happened", operation, nth, part).isTrue();
    assertThat(failure).isNotNull();
    Faults.reset();
    // The dead process's lease: this process is alive, so nothing else would free it.
    Files.deleteIfExists(folder.resolve("work/lease.json"));
    bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE);
    assertThat(bench.bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "WRITE, 1, ingest/units",
    "COMMITTED, 1, documents.parquet",
    "COMMIT, 1, unit.json",
    "COMMIT, 2, dedup/",
    "COMMIT, 1, tokenizer.json",
    "COMMIT, 1, bucket/",
    "COMMIT, 1, .docs.parquet",
    "COMMITTED, 2, .bin",
    "COMMIT, 2, shards/shard",
    "COMMIT, 5, manifest.json",
    "COMMIT, 1, runs/bench.json"
  })
  void dyingInsideEachStageCostsNoByte(Operation operation, long nth, String part)
      throws IOException {
    crashAndGoOn(operation, nth, part);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8", "9"})
  void dyingAnywhereCostsNoByte(long seed) throws IOException {
    Random random = new Random(seed);
    Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    // Retries and the order of tasks shift counts a little; stay inside the run.
    long nth = 1 + (long) (random.nextDouble() * COUNTS.get(operation) * 0.9);
    crashAndGoOn(operation, nth, "");
  }

  @Test
  void dyingTwiceCostsNoByte() throws IOException {
    Bench bench = inputs(folder);
    Faults.failAt(Operation.COMMIT, 1, ".idx", Effect.THROW);
    assertThat(catchThrowable(() -> bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE)))
        .isNotNull();
    Files.deleteIfExists(folder.resolve("work/lease.json"));
    crashAndGoOn(Operation.COMMIT, 3, "progress/");
  }
}

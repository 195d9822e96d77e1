package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gristmill.common.store.testing.Faults;
import org.gristmill.common.store.testing.Faults.Effect;
import org.gristmill.common.store.testing.Faults.Operation;
import org.gristmill.common.store.testing.KilledProcess;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.Gristmill;
import org.gristmill.spark.SparkSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final Map<Operation, Long> COUNTS = new EnumMap<>(Operation.class);

  @TempDir static Path folder;
  private static Bench bench;
  private static Map<String, String> expected;
  private static int works;

  private final String work = "work-" + ++works;

  @BeforeAll
  static void runWithoutACrash() throws IOException {
    bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(5, 16));
    Corpus.jsonl(bench.input("b.jsonl"), Corpus.texts(6, 16));
    Faults.reset();
    run("whole");
    for (Operation operation : OPERATIONS) {
      COUNTS.put(operation, Faults.count(operation));
    }
    expected = bench.bytes("whole");
  }

  @AfterEach
  void reset() {
    Faults.reset();
  }

  private static void run(String workName) throws IOException {
    bench.run(bench.faulty(workName), Stage.MIX, ChangedInputs.REFUSE);
  }

  private void failAndGoOn(Operation operation, long nth, String part) throws IOException {
    Faults.failAt(operation, nth, part, Effect.THROW);
    Throwable failure = catchThrowable(() -> run(work));
    assertThat(Faults.isDown()).as("%s %d of '%s' happened", operation, nth, part).isTrue();
    assertThat(failure).isNotNull();
    Faults.reset();
    run(work);
    assertThat(bench.bytes(work)).isEqualTo(expected);
  }

  private void kill(Operation operation, long nth, String part) throws Exception {
    Path log = folder.resolve(work + ".log");
    List<String> options =
        SparkSessions.SETTINGS.entrySet().stream()
            .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
            .toList();
    List<String> words =
        List.of("run", folder.resolve("recipe.yaml").toString(), "--work", bench.faulty(work));
    int code = KilledProcess.run(Gristmill.class, options, operation, nth, part, words, log);
    assertThat(code)
        .as("%s %d of '%s': see what the process said: %s", operation, nth, part, contentOf(log))
        .isEqualTo(KilledProcess.KILLED);
  }

  private static String contentOf(Path log) throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** Each process takes over from the one before it, whose lease it finds, and dies further on. */
  @Test
  void processesKilledOneAfterAnotherInEveryStageCostNoByte() throws Exception {
    kill(Operation.WRITE, 1, "documents.parquet");
    kill(Operation.COMMIT, 1, "dedup/");
    kill(Operation.WRITE, 1, "tokenizer.json");
    kill(Operation.COMMITTED, 1, "bucket/");
    kill(Operation.COMMITTED, 2, ".bin");
    kill(Operation.WRITE, 1, "manifest.json");
    kill(Operation.WRITE, 2, "shards/shard");
    kill(Operation.COMMIT, 1, "runs/bench.json");
    assertThat(folder.resolve(work).resolve("lease.json")).exists();
    run(work);
    assertThat(bench.bytes(work)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "COMMITTED, 1, documents.parquet",
    "COMMIT, 1, unit.json",
    "COMMIT, 1, .docs.parquet",
    "COMMIT, 5, manifest.json"
  })
  void failingInsideAStageCostsNoByte(Operation operation, long nth, String part)
      throws IOException {
    failAndGoOn(operation, nth, part);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void failingAnywhereCostsNoByte(long seed) throws IOException {
    Random random = new Random(seed);
    Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    // Retries and the order of tasks shift counts a little; stay inside the run.
    long nth = 1 + (long) (random.nextDouble() * COUNTS.get(operation) * 0.9);
    failAndGoOn(operation, nth, "");
  }

  @Test
  void failingTwiceCostsNoByte() throws IOException {
    Faults.failAt(Operation.COMMIT, 1, ".idx", Effect.THROW);
    assertThat(catchThrowable(() -> run(work))).isNotNull();
    failAndGoOn(Operation.COMMIT, 3, "progress/");
  }
}

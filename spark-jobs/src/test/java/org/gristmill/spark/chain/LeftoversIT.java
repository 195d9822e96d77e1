package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gristmill.common.store.testing.Faults;
import org.gristmill.common.store.testing.Faults.Effect;
import org.gristmill.common.store.testing.Faults.Operation;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that a killed writer had not finished go when its stage runs again. */
class LeftoversIT {
  @TempDir Path folder;

  @AfterEach
  void reset() {
    Faults.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"documents.parquet", "dedup/", "bucket/", "part-00000.bin", "shards/shard-00000"})
  void noHalfWrittenFileOutlivesTheStageThatIsRunAgain(String killedAt) throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(5, 16));
    Faults.failAt(Operation.COMMIT, 1, killedAt, Effect.THROW);
    assertThat(catchThrowable(() -> bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE)))
        .isNotNull();
    Faults.reset();
    assertThat(halfWritten()).as("left by the writer that died").isNotEmpty();

    bench.run(bench.faulty(), Stage.MIX, ChangedInputs.REFUSE);
    assertThat(halfWritten()).isEmpty();
  }

  private List<String> halfWritten() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .filter(file -> file.endsWith(".tmp"))
          .toList();
    }
  }
}

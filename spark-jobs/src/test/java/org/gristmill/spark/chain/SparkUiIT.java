package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What somebody who watches the Spark UI sees of a chain. */
class SparkUiIT {
  @TempDir Path folder;

  private static final class Watcher extends SparkListener {
    private final List<String> jobs = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
      jobs.add(
          start.properties().getProperty("spark.jobGroup.id")
              + " | "
              + start.properties().getProperty("spark.job.description"));
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
      CollectionConverters.asJava(completed.stageInfo().accumulables())
          .values()
          .forEach(
              count -> {
                String name = count.name().getOrElse(() -> "");
                if (name.matches("(documents|bytes|tokens) .*")) {
                  counts.merge(name, (Long) count.value().get(), Math::max);
                }
              });
    }

    synchronized List<String> jobs() {
      return List.copyOf(jobs);
    }

    synchronized Map<String, Long> counts() {
      return new TreeMap<>(counts);
    }
  }

  @Test
  void everyJobIsDescribedAndTasksCountWhatTheyDo() throws Exception {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(60, 60));
    Corpus.jar(bench.input("b.jar"), 10, 3);
    SparkSession session = SparkSessions.shared();
    Watcher watcher = new Watcher();
    session.sparkContext().addSparkListener(watcher);
    try {
      bench.run();
      moveTokens(bench);
      session.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      session.sparkContext().removeSparkListener(watcher);
    }
    assertThat(watcher.jobs()).hasSizeGreaterThan(8).noneMatch(job -> job.contains("null"));
    for (Stage stage : List.of(Stage.INGEST, Stage.DEDUP, Stage.VOCABULARY, Stage.TOKENIZE)) {
      assertThat(watcher.jobs())
          .anyMatch(job -> job.startsWith("bench " + stage.key() + " | " + stage.key() + ": "));
    }
    Map<String, Long> counts = watcher.counts();
    Manifest ingest = bench.manifest(Stage.INGEST);
    assertThat(counts)
        .containsEntry("documents ingested", ingest.count("documents.out"))
        .containsEntry("bytes ingested", ingest.count("textBytes"))
        .containsEntry("documents decided", ingest.count("documents.out"))
        .containsEntry("documents placed", ingest.count("documents.out"));
    Manifest tokens = bench.manifest(bench.directories(Stage.TOKENIZE).get(0));
    assertThat(counts.get("tokens encoded")).isPositive();
    assertThat(counts.get("documents encoded")).isPositive();
    assertThat(counts.get("tokens written")).isGreaterThanOrEqualTo(tokens.count("tokens.out"));
    assertThat(counts.get("tokens packed")).isPositive();
    assertThat(counts.get("documents read for words")).isPositive();
  }

  /** Another threshold: tokens are moved to another store, which takes jobs of its own. */
  private static void moveTokens(Bench bench) throws IOException {
    bench.run(Stage.MIX, ChangedInputs.REFUSE, "bucket.min_characters=70");
  }
}

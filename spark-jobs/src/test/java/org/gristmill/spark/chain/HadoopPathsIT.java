package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileStatus;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.SparkSessions;
import org.gristmill.storage.RawFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe, inputs and work directory may lie on any Hadoop file system. */
class HadoopPathsIT {
  private static final Map<String, String> SETTINGS =
      Map.of("fs.mess.impl", MessyFileSystem.class.getName());

  @TempDir Path folder;

  /** Lists every directory in another order each time. */
  public static final class MessyFileSystem extends RawFileSystem {
    static final AtomicLong LISTINGS = new AtomicLong();

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      List<FileStatus> files = Arrays.asList(super.listStatus(path));
      Collections.shuffle(files, new Random(LISTINGS.incrementAndGet()));
      return files.toArray(FileStatus[]::new);
    }
  }

  private static Bench bench(Path folder) throws IOException {
    Bench bench = new Bench(folder);
    for (int i = 0; i < 6; i++) {
      Corpus.jsonl(bench.input("f" + i + ".jsonl"), Corpus.texts(40 + i, 20));
    }
    Corpus.parquet(bench.input("g.parquet"), Corpus.texts(50, 40));
    Corpus.jar(bench.input("h.jar"), 10, 3);
    return bench;
  }

  private static List<Stage> runThroughHadoop(Bench bench) throws IOException {
    bench.recipe();
    String root = "mess:" + bench.folder;
    try (WorkDirectory work = WorkDirectory.open(root + "/work", SETTINGS)) {
      return new Chain(
              SparkSessions::shared,
              RecipeLoader.load(
                  root + "/recipe.yaml", List.of("ingest.slice_bytes=8192"), SETTINGS),
              work,
              SETTINGS,
              ChangedInputs.REFUSE,
              bench.lines::add)
          .run(Stage.MIX);
    }
  }

  @Test
  void aChainOnAHadoopFileSystemGivesTheSameBytesHoweverItListsFiles() throws IOException {
    Bench local = bench(folder.resolve("local"));
    local.run("ingest.slice_bytes=8192");
    Bench remote = bench(folder.resolve("remote"));
    assertThat(runThroughHadoop(remote)).hasSize(6);
    assertThat(MessyFileSystem.LISTINGS.get()).isGreaterThan(5);
    assertThat(remote.bytes()).hasSizeGreaterThan(30).isEqualTo(local.bytes());

    assertThat(runThroughHadoop(remote)).isEmpty();
    Files.copy(local.input("f1.jsonl"), remote.input("copy-of-f1.jsonl"));
    assertThat(runThroughHadoop(remote)).isEmpty();
  }
}

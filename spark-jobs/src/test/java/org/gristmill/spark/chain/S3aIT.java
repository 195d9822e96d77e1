package org.gristmill.spark.chain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.SparkSessions;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.testing.FaultyProxy.Fault;
import org.gristmill.testing.S3Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipe, inputs and work directory in a bucket give the bytes they give on a disk. */
class S3aIT {
  private static final List<Fault> FAULTS =
      List.of(Fault.SLOW_DOWN, Fault.INTERNAL_ERROR, Fault.RESET, Fault.CUT, Fault.SLOW_DOWN);
  private static final int EVERY = 20;

  @TempDir Path folder;

  private static void upload(Path from, Map<String, String> settings) throws IOException {
    try (Store bucket = Stores.open("s3a://bucket", settings);
        Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bucket.writeAtomically(from.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private static List<Stage> run(Map<String, String> settings) throws IOException {
    try (WorkDirectory work = WorkDirectory.open("s3a://bucket/work", settings)) {
      return new Chain(
              SparkSessions::shared,
              RecipeLoader.load("s3a://bucket/recipe.yaml", List.of(), settings),
              work,
              settings,
              ChangedInputs.REFUSE,
              line -> {})
          .run(Stage.MIX);
    }
  }

  @Test
  void aChainInABucketGivesTheSameBytesWhileOneRequestInTwentyFails() throws IOException {
    Bench local = new Bench(folder.resolve("local"));
    Corpus.jsonl(local.input("a.jsonl"), Corpus.texts(40, 60));
    Corpus.parquet(local.input("b.parquet"), Corpus.texts(50, 60));
    Corpus.jar(local.input("c.jar"), 10, 3);
    local.recipe();
    Path buckets = folder.resolve("buckets");
    try (S3Server server = S3Server.start(buckets, "bucket")) {
      Map<String, String> settings = server.settings();
      upload(local.folder, settings);
      local.run();
      AtomicInteger requests = new AtomicInteger();
      AtomicInteger failed = new AtomicInteger();
      server
          .proxy()
          .fail(
              request ->
                  requests.incrementAndGet() % EVERY == 0
                      ? FAULTS.get(failed.getAndIncrement() % FAULTS.size())
                      : Fault.NONE);
      assertThat(run(settings)).hasSize(6);
      assertThat(failed.get()).as("of %s requests", requests).isGreaterThan(20);
      Map<String, String> remote =
          Bench.hashes(
              buckets.resolve("bucket/work"),
              path -> !path.endsWith("timing.json") && !path.endsWith("identities.json"));
      assertThat(remote).hasSizeGreaterThan(30).isEqualTo(local.bytes());
      assertThat(run(settings)).isEmpty();
      assertThat(filesWith(buckets, S3Server.SECRET_KEY)).isEmpty();
      assertThat(filesWith(buckets, S3Server.ACCESS_KEY)).isEmpty();
    }
  }

  private static List<Path> filesWith(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  @Test
  void aWrongKeyEndsTheRunBeforeAnyWorkInWords() throws IOException {
    try (S3Server server = S3Server.start(folder, "bucket")) {
      Map<String, String> settings = new TreeMap<>(server.settings());
      settings.put("fs.s3a.secret.key", "wrong-secret-key");
      assertThatThrownBy(() -> run(settings))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("Cannot use s3a://bucket: access is denied (");
      assertThat(StoreLocation.of("s3a://bucket/work", settings)).hasToString("s3a://bucket/work");
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }
}

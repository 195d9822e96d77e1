package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.SparkSessions;
import org.gristmill.storage.HubServer;
import org.gristmill.storage.HubServer.Fault;
import org.gristmill.storage.hub.HubFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources may lie on the Hugging Face Hub. */
class HubPathsIT {
  private static final String SECRET = "hf_open_sesame";
  private static final String DATA_SET = "mill/grain";

  @TempDir Path folder;

  private static Bench bench(Path folder) throws IOException {
    Bench bench = new Bench(folder);
    for (int i = 0; i < 4; i++) {
      Corpus.jsonl(bench.input("f" + i + ".jsonl"), Corpus.texts(60 + i, 20));
    }
    Corpus.parquet(bench.input("g.parquet"), Corpus.texts(70, 60));
    return bench;
  }

  /** The files of a bench as a commit. */
  private static void commit(HubServer server, Bench bench) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> data = Files.list(bench.folder.resolve("data"))) {
      for (Path file : data.toList()) {
        files.put("data/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    server.commit(DATA_SET, "main", files);
  }

  private static Map<String, String> settings(HubServer server) {
    return Map.of(
        "fs.hf.endpoint", server.endpoint(), "fs.hf.token", SECRET, "fs.hf.pause.millis", "1");
  }

  private static List<Stage> run(Bench bench, HubServer server, String work) throws IOException {
    bench.recipe();
    String local = Files.readString(bench.folder.resolve("recipe.yaml"));
    String remote = local.replace("\"data/", "\"hf://datasets/" + DATA_SET + "/data/");
    assertThat(remote).isNotEqualTo(local);
    Path recipe = bench.folder.resolve("hub.yaml");
    Files.writeString(recipe, remote);
    try (WorkDirectory directory =
        WorkDirectory.open(bench.folder.resolve(work).toString(), Map.of())) {
      return new Chain(
              SparkSessions::shared,
              RecipeLoader.load(recipe.toString(), List.of("ingest.slice_bytes=8192")),
              directory,
              settings(server),
              ChangedInputs.REFUSE,
              bench.lines::add)
          .run(Stage.MIX);
    }
  }

  /** Tokens and shards by path, without the fingerprints in it. */
  private static Map<String, String> results(Path work) throws IOException {
    Map<String, String> results = new TreeMap<>();
    Bench.hashes(
            work,
            path -> path.matches("(tokenize|mix)/.*\\.(bin|idx|ids|sparse|arrow)|vocabulary/.*"))
        .forEach(
            (path, hash) -> {
              if (!path.endsWith(".json") || path.endsWith("tokenizer.json")) {
                results.put(path.replaceFirst("/[0-9a-f]{12}/", "/"), hash);
              }
            });
    return results;
  }

  @Test
  void aChainOnTheHubGivesTheTokensOfLocalFilesWhateverFails() throws IOException {
    Bench bench = bench(folder);
    bench.run("ingest.slice_bytes=8192");
    try (HubServer server = new HubServer().token(SECRET)) {
      commit(server, bench);
      Random random = new Random(3);
      // Those that make the client wait for a second come once.
      Set<Fault> slow = EnumSet.of(Fault.RATE_LIMIT, Fault.UNAVAILABLE);
      List<Fault> faults = List.of(Fault.values());
      server.faults(
          request -> {
            synchronized (random) {
              boolean fails = random.nextInt(100) < 20;
              Fault fault = faults.get(random.nextInt(faults.size()));
              boolean again = EnumSet.of(Fault.RATE_LIMIT, Fault.UNAVAILABLE).contains(fault);
              return fails && (!again || slow.remove(fault)) ? fault : null;
            }
          });
      assertThat(run(bench, server, "hub")).hasSize(6);
      assertThat(results(folder.resolve("hub")))
          .hasSizeGreaterThan(10)
          .isEqualTo(results(folder.resolve("work")));
      server.faults(request -> null);
      server.forget();
      assertThat(run(bench, server, "hub")).isEmpty();
      // The commit has not changed, so its listing is known.
      assertThat(server.requests())
          .extracting(HubServer.Request::path)
          .containsExactly("/api/datasets/mill/grain/revision/main");
    }
    assertThat(bench.lines).noneMatch(line -> line.contains(SECRET));
    assertThat(containing(folder.resolve("hub"), SECRET)).isEmpty();
  }

  private static List<Path> containing(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  byte[] bytes = Files.readAllBytes(file);
                  return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }
  }

  @Test
  void aBranchThatMovedIsAChangeOfInputs() throws IOException {
    Bench bench = bench(folder);
    try (HubServer server = new HubServer()) {
      commit(server, bench);
      run(bench, server, "hub");
      Corpus.jsonl(bench.input("f9.jsonl"), Corpus.texts(99, 20));
      commit(server, bench);
      assertThat(run(bench, server, "hub")).contains(Stage.INGEST, Stage.TOKENIZE);
      Corpus.jsonl(bench.input("f9.jsonl"), Corpus.texts(98, 20));
      commit(server, bench);
      assertThatThrownBy(() -> run(bench, server, "hub"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("jsonl-texts:f9.jsonl changed");
    }
  }

  @Test
  void closedDoorsStopARunBeforeAnyWork() throws IOException {
    Bench bench = bench(folder);
    try (HubServer server = new HubServer().gate(DATA_SET)) {
      commit(server, bench);
      assertThatThrownBy(() -> run(bench, server, "hub"))
          .isInstanceOf(AccessControlException.class)
          .hasMessageContaining(server.endpoint() + "/datasets/" + DATA_SET)
          .hasMessageNotContaining(SECRET);
      assertThat(bench.lines).isEmpty();
    }
  }

  @Test
  void sparkReadsTheHubByItself() throws IOException {
    Bench bench = bench(folder);
    try (HubServer server = new HubServer()) {
      commit(server, bench);
      SparkSession session = SparkSessions.shared().newSession();
      Configuration configuration = session.sparkContext().hadoopConfiguration();
      configuration.set("fs.hf.endpoint", server.endpoint());
      configuration.set("fs.hf.impl.disable.cache", "true");
      try {
        List<Row> rows =
            session
                .read()
                .parquet("hf://datasets/" + DATA_SET + "@main/data/*.parquet")
                .selectExpr("count(*)", "sum(length(text))")
                .collectAsList();
        assertThat(rows.get(0).getLong(0)).isEqualTo(60);
        long characters = Corpus.texts(70, 60).stream().mapToLong(String::length).sum();
        assertThat(rows.get(0).getLong(1)).isEqualTo(characters);
        assertThat(session.read().json("hf://datasets/" + DATA_SET + "/data/*.jsonl").count())
            .isEqualTo(80);
      } finally {
        configuration.unset("fs.hf.endpoint");
        configuration.unset("fs.hf.impl.disable.cache");
      }
    }
  }

  @Test
  void sparkHidesTheToken() {
    String pattern =
        org.apache
            .spark
            .internal
            .config
            .package$
            .MODULE$
            .SECRET_REDACTION_PATTERN()
            .defaultValueString();
    assertThat(Pattern.compile(pattern).matcher("spark.hadoop.fs.hf.token").find()).isTrue();
    assertThat(Pattern.compile(pattern).matcher("fs.hf.token").find()).isTrue();
    assertThat(new HubFileSystem().getScheme()).isEqualTo("hf");
  }
}

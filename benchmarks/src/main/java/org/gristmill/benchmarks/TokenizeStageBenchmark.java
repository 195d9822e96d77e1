package org.gristmill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.RecipeLoader;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.chain.Chain;

/**
 * How many bytes of text a core takes a second from documents to the sorted token store: the whole
 * tokenize stage on Spark in one warm process, reading, encoding, shuffling, sorting and writing
 * included. Every second document warms the process up, round after round; the others are timed
 * once, so that the encoder never saw them. Each round starts without a token store, then moves all
 * tokens, as after a changed threshold. Printed are the CPU time of the tasks' own threads, and
 * that of the whole process, in which compilation weighs heavily on little data; neighbours matter
 * to neither.
 *
 * <pre>
 * ./mvnw -Pbenchmarks -pl benchmarks -am package -DskipTests
 * java @benchmarks/spark.options -Xmx4g -cp 'benchmarks/target/*:benchmarks/target/lib/*' \
 *   org.gristmill.benchmarks.TokenizeStageBenchmark documents.jsonl tokenizer.json 6 results.txt
 * </pre>
 *
 * The arguments are a JSON Lines file with the documents in {@code text}, the tokenizer, which must
 * have the special token {@code <|endoftext|>}, the number of rounds to warm up, and the file that
 * receives one line for each measurement.
 */
public final class TokenizeStageBenchmark {
  private static final double MEGABYTE = 1e6;
  private static final double NANOS = 1e9;
  private static final List<String> HALVES = List.of("warm", "unseen");
  private static final String MOVED = "bucket.min_characters=2";

  private final Path folder;
  private final SparkSession session;
  private final PrintStream out;
  private final AtomicLong taskNanos;

  private TokenizeStageBenchmark(
      Path folder, SparkSession session, PrintStream out, AtomicLong taskNanos) {
    this.folder = folder;
    this.session = session;
    this.out = out;
    this.taskNanos = taskNanos;
  }

  /** Adds up the CPU time of tasks. */
  private static final class TaskTimes extends SparkListener {
    private final AtomicLong nanos;

    private TaskTimes(AtomicLong nanos) {
      this.nanos = nanos;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      nanos.addAndGet(
          end.taskMetrics().executorCpuTime() + end.taskMetrics().executorDeserializeCpuTime());
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException(
          "Expected DOCUMENTS.jsonl TOKENIZER.json ROUNDS RESULTS.txt");
    }
    Path folder = Files.createTempDirectory("tokenize-stage");
    try (PrintStream results =
            new PrintStream(Path.of(arguments[3]).toFile(), StandardCharsets.UTF_8);
        SparkSession session =
            SparkSession.builder()
                .master("local[1]")
                .appName("tokenize stage")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "3")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
      AtomicLong taskNanos = new AtomicLong();
      session.sparkContext().addSparkListener(new TaskTimes(taskNanos));
      TokenizeStageBenchmark benchmark =
          new TokenizeStageBenchmark(folder, session, results, taskNanos);
      benchmark.inputs(Path.of(arguments[0]), Path.of(arguments[1]));
      benchmark.run(Integer.parseInt(arguments[2]));
    } finally {
      delete(folder);
    }
  }

  /** Every second document warms up, the others are timed. */
  private void inputs(Path documents, Path tokenizer) throws IOException {
    List<String> lines = Files.readAllLines(documents);
    for (int half = 0; half < HALVES.size(); half++) {
      int mine = half;
      List<String> some =
          IntStream.range(0, lines.size())
              .filter(line -> line % HALVES.size() == mine)
              .mapToObj(lines::get)
              .toList();
      Files.write(folder.resolve(HALVES.get(half) + ".jsonl"), some);
      Files.writeString(
          folder.resolve(HALVES.get(half) + ".yaml"),
          String.format(
              Locale.ROOT,
              """
              name: %s
              sources: [{name: documents, format: jsonl, path: '%s.jsonl', domain: web}]
              tokenizer: {path: '%s'}
              bucket: {min_characters: 1, max_characters: 100000000}
              mixture: {tokens: 1000, weights: {"**": 1}}
              """,
              HALVES.get(half),
              HALVES.get(half),
              tokenizer.toAbsolutePath()),
          StandardCharsets.UTF_8);
    }
  }

  private void run(int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      delete(folder.resolve("work"));
      round("warm-up", HALVES.get(0));
    }
    delete(folder.resolve("work"));
    round("unseen", HALVES.get(1));
  }

  /** Encodes documents, then moves their tokens. */
  private void round(String what, String recipe) throws IOException {
    stage(recipe, Stage.BUCKET);
    Cost encoding = stage(recipe, Stage.TOKENIZE);
    Manifest encoded = manifest(stores().get(0));
    double megabytes = encoded.count("textBytesRead") / MEGABYTE;
    print(what, "encoding", encoded, megabytes, encoding);
    List<Path> known = stores();
    stage(recipe, Stage.BUCKET, MOVED);
    Cost moving = stage(recipe, Stage.TOKENIZE, MOVED);
    List<Path> made = new ArrayList<>(stores());
    made.removeAll(known);
    Manifest moved = manifest(made.get(0));
    if (moved.count("documents.moved") != encoded.count("documents.out")) {
      throw new IllegalStateException("Expected all documents to be moved");
    }
    print(what, "moving", moved, megabytes, moving);
  }

  private void print(String what, String how, Manifest store, double megabytes, Cost cost) {
    out.printf(
        Locale.ROOT,
        "%s, %s: %d documents, %.1f MB, %d tokens: tasks %.2f s of CPU, %.1f MB/s; process %.2f s,"
            + " %.1f MB/s%n",
        what,
        how,
        store.count("documents.out"),
        megabytes,
        store.count("tokens.out"),
        cost.taskSeconds(),
        megabytes / cost.taskSeconds(),
        cost.processSeconds(),
        megabytes / cost.processSeconds());
  }

  private List<Path> stores() throws IOException {
    Path all = folder.resolve("work/tokenize");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> stores = Files.list(all)) {
      return stores.toList();
    }
  }

  /** CPU time of the tasks' own threads, and of the process with compilation and collection. */
  private record Cost(double taskSeconds, double processSeconds) {}

  private Cost stage(String recipe, Stage until, String... overrides) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long tasksBefore = taskNanos.get();
    try (WorkDirectory work = WorkDirectory.open(folder.resolve("work").toString(), Map.of())) {
      String location = folder.resolve(recipe + ".yaml").toString();
      new Chain(
              () -> session,
              RecipeLoader.load(location, List.of(overrides)),
              work,
              Map.of(),
              ChangedInputs.REFUSE,
              line -> {})
          .run(until);
    }
    long process = system.getProcessCpuTime() - before;
    return new Cost((taskNanos.get() - tasksBefore) / NANOS, process / NANOS);
  }

  private static Manifest manifest(Path directory) throws IOException {
    try (WorkDirectory stage = WorkDirectory.open(directory.toString(), Map.of())) {
      return Manifest.read(stage.store(), WorkDirectory.MANIFEST).orElseThrow();
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

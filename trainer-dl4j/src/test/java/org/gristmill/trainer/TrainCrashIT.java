package org.gristmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.store.testing.Faults.Operation;
import org.gristmill.common.store.testing.KilledProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A training that is killed goes on where it was, to the same losses, checkpoints and samples. */
class TrainCrashIT {
  @TempDir static Path folder;
  private static SmallRecipe small;
  private static Map<String, String> expected;

  @BeforeAll
  static void trainWithoutACrash() throws IOException {
    small = SmallRecipe.in(folder);
    small.prepare("whole");
    train("whole");
    expected = bytes("whole");
  }

  private static void train(String work) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    CommandLine command = Trainer.commandLine().setOut(writer).setErr(writer);
    int code = command.execute("train", small.recipe(), "--work", small.work(work).toString());
    assertThat(code).as(said.toString()).isZero();
  }

  private static void kill(String work, Operation operation, long nth, String part)
      throws Exception {
    Path log = folder.resolve(work + ".log");
    List<String> words = List.of("train", small.recipe(), "--work", "fault:" + small.work(work));
    int code = KilledProcess.run(Trainer.class, List.of(), operation, nth, part, words, log);
    assertThat(code)
        .as("%s %d of '%s': %s", operation, nth, part, Files.readString(log))
        .isEqualTo(KilledProcess.KILLED);
  }

  /** Each process takes over from the one before it, whose lease it finds, and dies further on. */
  @Test
  void processesKilledOneAfterAnotherCostNoByte() throws Exception {
    small.prepare("killed");
    kill("killed", Operation.READ, 18, "/shards/"); // in step 13
    kill("killed", Operation.WRITE, 1, "optimizer.bin"); // of step 16
    kill("killed", Operation.COMMIT, 2, "state.json"); // of step 20
    kill("killed", Operation.DELETE, 1, "step-000008"); // after the last checkpoint
    kill("killed", Operation.WRITE, 1, "samples.txt");
    kill("killed", Operation.WRITE, 1, "manifest.json");
    kill("killed", Operation.COMMIT, 1, "runs/small.json");
    assertThat(small.work("killed/lease.json")).exists();
    train("killed");
    assertThat(bytes("killed")).isEqualTo(expected);
  }

  /** Hash of every file of a work directory, but for times and speeds. */
  private static Map<String, String> bytes(String work) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(small.work(work))) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("timing.json"))
          .forEach(file -> bytes.put(small.work(work).relativize(file).toString(), hash(file)));
    }
    return bytes;
  }

  private static String hash(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      byte[] lasting =
          text.replaceAll("\"tokens_per_second\":\\d+", "").getBytes(StandardCharsets.ISO_8859_1);
      return Xxh128.hash(lasting, 0, lasting.length).hex();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

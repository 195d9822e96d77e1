package org.gristmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.Timing;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.trainer.data.SmallStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands as a user types them, on a small store of two languages. */
class TrainerTest {

  @TempDir Path folder;

  private String printed = "";
  private String complained = "";

  @Test
  void trainsOnShardsAndContinuesTexts() throws Exception {
    prepare();
    int code =
        run(
            "train",
            "--data",
            path("mix"),
            "--out",
            path("run"),
            "--preset",
            "tiny",
            "--tokenizer",
            path("tokenizer.json"),
            "--tokens",
            "5000",
            "--set",
            "train.batch_rows=4",
            "--set",
            "train.learning_rate=0.01",
            "--set",
            "train.samples=[{prompt: 磨坊, tokens: 20, temperature: 0, no_repeat_ngram: 4}]",
            "--json",
            path("figures.json"));

    assertThat(complained).isEmpty();
    assertThat(code).isZero();
    assertThat(Files.readString(folder.resolve("run/samples.txt"))).startsWith("[1] 磨坊");
    ConfigTree figures =
        YamlConfig.parseJson("figures", Files.readString(folder.resolve("figures.json")));
    for (String stratum : SmallStore.STRATA) {
      ConfigTree losses = figures.at("strata").at(stratum);
      assertThat(losses.at("heldOutEndNatsPerToken").asDouble())
          .isLessThan(losses.at("unigramNatsPerToken").asDouble());
    }

    try (Store store = Stores.open(path("run"), Map.of())) {
      Map<String, FileDigest> files = Timing.read(store, "").orElseThrow().files();
      assertThat(files)
          .containsKeys("metrics.jsonl", "losses.json", "samples.txt", "tokenizer.json")
          .containsKey("checkpoints/step-000040/parameters.bin");
      for (Map.Entry<String, FileDigest> file : files.entrySet()) {
        byte[] bytes = store.readAll(file.getKey());
        assertThat(file.getValue().xxh64()).isEqualTo(Xxh64.hash(bytes, 0, bytes.length, 0));
      }
    }

    String[] generate = {
      "generate", path("run"), "--prompt", "the miller", "--tokens", "12", "--seed", "3"
    };
    assertThat(run(generate)).isZero();
    String first = printed;
    assertThat(first).startsWith("the miller");
    assertThat(run(generate)).isZero();
    assertThat(printed).isEqualTo(first);
    generate[1] = path("run/checkpoints/step-000040");
    assertThat(run(generate)).isZero();
    assertThat(printed).isEqualTo(first);
  }

  @Test
  void trainsOnATokenStoreByAMixture() throws Exception {
    prepare();
    Files.writeString(
        folder.resolve("weights.yaml"), "weights: {en/**: 1, zh/**: 3}\n", StandardCharsets.UTF_8);
    String[] train = {
      "train",
      "--data",
      path("tokenize"),
      "--mixture",
      path("weights.yaml"),
      "--tokens",
      "4000",
      "--tokenizer",
      path("tokenizer.json"),
      "--preset",
      "tiny",
      "--out",
      path("run"),
      "--set",
      "mix.sequence_length=32",
      "--set",
      "mix.validation_fraction=0.1",
      "--set",
      "train.batch_rows=4"
    };
    assertThat(run(train)).as(complained).isZero();
    assertThat(printed).contains("en/prose/all/all", "zh/prose/all/all", "held-out nats per token");
    assertThat(stepsOf("run")).isEqualTo(30); // 4000 tokens / (4 rows * 33 tokens), rounded down

    assertThat(run(train)).isEqualTo(2);
    assertThat(complained).contains("expected --resume to continue it, or another directory");
    assertThat(folder.resolve("run/lease.json")).doesNotExist();
    try (WorkDirectory directory = WorkDirectory.open(path("run"), Map.of());
        Lease lease = directory.lease("the other training")) {
      lease.ensureHeld();
      assertThat(run(train)).isEqualTo(2);
      assertThat(complained).contains("another run ('the other training', process ");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "131, 1", "132, 1", "133, 1", "263, 1", "264, 2", "1055, 7", "1056, 8"})
  void anyNumberOfTokensOfAMixtureIsWholeSteps(String tokens, int steps) throws Exception {
    prepare();
    Files.writeString(folder.resolve("weights.yaml"), "weights: {'**': 1}\n");
    String[] train = {
      "train",
      "--data=" + path("tokenize"),
      "--mixture=" + path("weights.yaml"),
      "--tokens=" + tokens,
      "--tokenizer=" + path("tokenizer.json"),
      "--preset=tiny",
      "--out=" + path("run"),
      "--set=mix.sequence_length=32",
      "--set=mix.window_rows=3",
      "--set=train.batch_rows=4"
    };
    assertThat(run(train)).as(complained).isZero();
    assertThat(stepsOf("run")).isEqualTo(steps);
  }

  @Test
  void wrongUsageEndsWithTwo() throws Exception {
    assertThat(run("train")).isEqualTo(2);
    assertThat(complained)
        .isEqualToIgnoringNewLines(
            "Cannot choose what to train on: there is neither RECIPE nor --data; expected exactly"
                + " one");
    assertThat(run("generate", path("nowhere"), "--prompt", "a")).isEqualTo(2);
    assertThat(complained).startsWith("Cannot load a model from ").contains("no checkpoint");
    assertThat(run()).isEqualTo(2);
    assertThat(complained).contains("Missing command: expected train or generate");
    prepare();
    assertThat(run("train", "--data", path("mix"), "--out", path("run"), "--preset", "tiny"))
        .isEqualTo(2);
    assertThat(complained).contains("neither steps nor tokens; expected exactly one");
  }

  @Test
  void helpNamesTheProgramAndItsDefaults() {
    assertThat(run("train", "--help")).isZero();
    assertThat(printed).contains("Usage: gristmill train ").doesNotContain("Optional.empty");
    assertThat(run("generate", "--help")).isZero();
    assertThat(printed)
        .contains("Usage: gristmill generate ", "Tokens to draw (default: 200).")
        .doesNotContain("Optional.empty");
    assertThat(run("generate", "run")).isEqualTo(2);
    assertThat(complained).contains("Usage: gristmill generate ");
  }

  private void prepare() throws Exception {
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      SmallStore.write(store, 3000);
      store.writeAtomically("tokenizer.json", SmallStore.tokenizer());
    }
  }

  /** Steps of a finished run: the number of its last checkpoint. */
  private int stepsOf(String run) throws Exception {
    try (Stream<Path> checkpoints = Files.list(folder.resolve(run).resolve("checkpoints"))) {
      return checkpoints
          .map(path -> path.getFileName().toString().replace("step-", ""))
          .mapToInt(Integer::parseInt)
          .max()
          .orElseThrow();
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Trainer.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    printed = out.toString();
    complained = err.toString();
    return code;
  }
}

package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkCommandsTest {

  @TempDir private Path folder;
  private SmallWork small;

  @BeforeEach
  void makeWork() throws IOException {
    small = SmallWork.in(folder);
  }

  private Captured run(Object... words) {
    return Captured.run(folder, words);
  }

  private static ConfigTree json(Path file) throws IOException {
    return YamlConfig.parseJson(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  @Test
  void runSaysThatNothingIsToBeDone() throws IOException {
    Path figures = folder.resolve("figures.json");
    Captured run = run("run", small.recipe(), "--work", small.work(), "--json", figures);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "Nothing to do: all 7 stages of 'small' are done in " + small.work(),
            "Report: " + small.work() + "/report/small.html");
    assertThat(json(figures).at("stages").items())
        .hasSize(7)
        .allSatisfy(stage -> assertThat(stage.at("outcome").asText()).isEqualTo("reused"));
  }

  @Test
  void runRefusesAStageThatDoesNotExist() {
    Captured run = run("run", small.recipe(), "--work", small.work(), "--until", "tokenise");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown stage 'tokenise'; did you mean 'tokenize'?");
  }

  @Test
  void runRefusesATrainingLongerThanItsMixBeforeAnyWork() {
    Captured run =
        run("run", small.recipe(), "--work", small.work(), "--set", "train.batch_rows=2");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "Cannot train 3 steps of 2 rows: a mix of 900 tokens has about 4 rows of 257, to be"
                + " read once; expected at most 2 steps, a mixture of more tokens, or a higher"
                + " train.max_mix_epochs")
        .doesNotContain("To do");
  }

  @Test
  void runPointsBackAtAnEarlierMix() throws IOException {
    Path pointer = small.work().resolve("runs/small.json");
    String before = Files.readString(pointer, StandardCharsets.UTF_8);
    String other;
    try (WorkDirectory work = WorkDirectory.open(small.work().toString(), Map.of())) {
      RunPointer present = RunPointer.read(work, "small").orElseThrow();
      present.with(Stage.MIX, "000000000000").write(work);
      other = Files.readString(pointer, StandardCharsets.UTF_8);
    }

    assertThat(run("run", small.recipe(), "--work", small.work()).code()).isZero();
    assertThat(other).isNotEqualTo(before);
    assertThat(Files.readString(pointer, StandardCharsets.UTF_8)).isEqualTo(before);
  }

  @Test
  void planShowsBudgetsOfTheTokenStore() throws IOException {
    Path figures = folder.resolve("plan.json");
    Captured plan =
        run(
            "plan",
            small.recipe(),
            "--work",
            small.work(),
            "--set",
            "mixture.tokens=1200",
            "--json",
            figures);

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).containsPattern("mix +run it").containsPattern("tokenize +reuse it");
    assertThat(plan.out()).contains("en/notes/all/all", "66.67%", "800", "1.60");
    assertThat(json(figures).at("mix").at("tokens").asLong()).isEqualTo(1200);
    assertThat(json(figures).at("mix").at("strata").items().get(1).at("budgetTokens").asLong())
        .isEqualTo(400);
    assertThat(json(figures).at("stages").at("mix").asText()).isEqualTo("run");
  }

  @Test
  void planAdvisesTheSizeOfTheVocabularyAndMeasuresBytesPerToken() throws IOException {
    Path figures = folder.resolve("plan.json");
    Captured plan = run("plan", small.recipe(), "--work", small.work(), "--json", figures);

    assertThat(plan.out())
        .containsPattern("for a decoder of [0-9,]+ parameters")
        .contains("without it and width 32", "with this recipe's 12,288 training tokens")
        .containsPattern(
            "Bytes per token: en \\d\\.\\d\\d; measured on the first documents of 1 unit");
    assertThat(json(figures).at("vocabulary").at("advisedByDerivative").asLong())
        .isBetween(100L, 500L);
    assertThat(json(figures).at("vocabulary").at("bytesPerToken").at("en").asDouble())
        .isBetween(0.9, 4.0);
  }

  @Test
  void planListsInputsBeforeThereIsATokenStore() {
    Captured plan = run("plan", small.recipe(), "--work", folder.resolve("fresh"));

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("notes", "jsonl", "16 B", "--until tokenize");
    assertThat(folder.resolve("fresh")).doesNotExist();
  }

  @Test
  void planRefusesAMixtureThatCannotBe() {
    Captured typo =
        run("plan", small.recipe(), "--work", small.work(), "--set", "mixture.weights.\"fr/**\"=1");
    Captured greedy =
        run("plan", small.recipe(), "--work", small.work(), "--set", "mixture.tokens=1M");
    Captured empty =
        run("plan", small.recipe(), "--work", small.work(), "--set", "mixture.weights={'**': 0}");

    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("'fr/**': it matches no stratum; the nearest stratum is");
    assertThat(greedy.code()).isEqualTo(2);
    assertThat(greedy.err()).contains("the nearest feasible total is 4000");
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("weights that sum to 0");
  }

  @Test
  void inspectRecognisesWhatItIsGiven() throws IOException {
    assertThat(run("inspect", small.work()).out())
        .startsWith("Work directory ")
        .contains("small", "tokenize/", "train/");
    for (Path file : small.files()) {
      Optional<String> expected =
          switch (file.getFileName().toString()) {
            case "manifest.json" -> Optional.of("Stage ");
            case "unit.json" -> Optional.of("Unit of documents ");
            case "documents.parquet", "part-00000.docs.parquet" -> Optional.of("Parquet table ");
            case "shard-00000.arrow" -> Optional.of("Shard ");
            case "part-00000.bin", "part-00000.idx", "part-00000.sparse" ->
                Optional.of("Part of a token store ");
            case "small.json", "timing.json", "run-0000.finished.json" -> Optional.of("JSON ");
            case "identities.json" -> Optional.of("Identities of input files ");
            case "tokenizer.json" -> Optional.of("Tokenizer ");
            case "losses.json" -> Optional.of("Losses by stratum ");
            case "quarantine.jsonl" -> Optional.of("Quarantine ");
            case "metrics.jsonl" -> Optional.of("Training metrics ");
            case "samples.txt" -> Optional.of("Generated texts ");
            case "small.html" -> Optional.of("Report page ");
            case "optimizer.bin", "parameters.bin" -> Optional.of("Vector of a checkpoint ");
            case "part-00000.ids" -> Optional.of("Document ids of a part of a token store, ");
            case "state.json" -> Optional.of("Checkpoint ");
            default -> Optional.empty();
          };
      Captured inspected = run("inspect", file);
      assertThat(inspected.code())
          .as(file + inspected.err())
          .isEqualTo(expected.isPresent() ? 0 : 2);
      assertThat(inspected.out()).startsWith(expected.orElse(""));
    }
  }

  @Test
  void inspectCountsStrata() throws IOException {
    Path tokens =
        small.files().stream()
            .filter(file -> file.endsWith("part-00000.bin"))
            .findFirst()
            .orElseThrow();
    while (!tokens.endsWith("tokens")) {
      tokens = tokens.getParent();
    }

    assertThat(run("inspect", tokens.getParent()).out())
        .startsWith("Stage tokenize ")
        .contains("en/notes/all/all", "500", "1,000");
  }

  @Test
  void traceLeadsFromATokenToItsDocument() throws IOException {
    Path shard =
        small.files().stream()
            .filter(file -> file.endsWith("shard-00000.arrow"))
            .findFirst()
            .orElseThrow();
    Path mix = shard.getParent().getParent();
    Path figures = folder.resolve("trace.json");
    Captured trace = run("inspect", mix, "--trace", "0:3:5", "--json", figures);

    assertThat(trace.code()).as(trace.err()).isZero();
    assertThat(trace.out())
        .startsWith("Token 5 of row 3 of shard 0")
        .contains("notes.jsonl", "document ", "same tokens");
    ConfigTree json = json(figures);
    assertThat(json.at("sameTokens").asBoolean()).isTrue();
    assertThat(json.at("stratum").asText()).endsWith("/notes/all/all");
    assertThat(json.at("fileRow").asLong()).isEqualTo(10 + json.at("partDocument").asLong());
    assertThat(json.at("ids").items().stream().map(ConfigTree::asLong))
        .contains(json.at("documentToken").asLong() + 1);
    assertThat(run("inspect", mix, "--trace", "0:3:99").err())
        .contains("Cannot trace token 99: row 3 holds 33 tokens");
    assertThat(run("inspect", mix, "--trace", "0:3").err())
        .contains("Cannot trace '0:3': expected shard:row:offset, for example 0:17:200");
    assertThat(run("inspect", small.work(), "--trace", "0:3:5").code()).isEqualTo(2);
  }

  @Test
  void inspectSummarisesQuarantineMetricsAndLosses() throws IOException {
    Path unit = small.only("ingest/units");
    assertThat(run("inspect", unit.resolve("quarantine.jsonl")).out())
        .contains("rejected rows and files")
        .containsPattern("invalid-json +1\\b")
        .contains("notes.jsonl, row 7", "a brace is missing");
    Path train = small.only("train");
    assertThat(run("inspect", train.resolve("metrics.jsonl")).out())
        .containsPattern("steps logged +3\\b")
        .containsPattern("first step +1, loss 9.500 nats per token")
        .containsPattern("last step +3, loss 7.250 nats per token");
    assertThat(run("inspect", train.resolve("losses.json")).out())
        .containsPattern("en/<b>notes</b> +768 +9.500 +5.250");
    Path broken = folder.resolve("quarantine.jsonl");
    Files.writeString(broken, "{}\n{\n", StandardCharsets.UTF_8);
    assertThat(run("inspect", broken).code()).isEqualTo(1);
    assertThat(run("inspect", broken).err()).contains("Cannot read line 2 of quarantine.jsonl: ");
  }

  @Test
  void traceRefusesAShardThatDoesNotExist() throws IOException {
    Path mix = small.only("mix");
    Captured trace = run("inspect", mix, "--trace", "1:0:0");
    assertThat(trace.code()).isEqualTo(2);
    String path = "mix/" + mix.getFileName() + "/shards/shard-00001.arrow";
    assertThat(trace.err())
        .contains(
            "Cannot trace in shard 1: there is no "
                + path
                + "; expected a number below 1, counting from 0");
  }

  @Test
  void inspectSaysWhenThereIsNothing() {
    Captured inspected = run("inspect", folder.resolve("missing"));

    assertThat(inspected.code()).isEqualTo(2);
    assertThat(inspected.err()).contains("there is no such file, and no folder with files");
  }

  @Test
  void reportStandsAloneAndEscapesWhatTextSays() throws IOException {
    Captured report = run("report", "small", "--work", small.work());
    String page =
        Files.readString(small.work().resolve("report/small.html"), StandardCharsets.UTF_8);

    assertThat(report.code()).as(report.err()).isZero();
    assertThat(report.out().strip()).isEqualTo(small.work() + "/report/small.html");
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("en/&lt;b&gt;notes&lt;/b&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("5.250", "7.500", "2.250", "300.0 MiB", "25.00 %")
        .contains("<td>CC0-1.0</td>", "4,200", "<td>none named</td>")
        .contains("<td>none named or CC0-1.0</td>")
        .doesNotContain("<script", "http:", "https:", "src=", "@import");
  }

  @Test
  void reportRefusesARunItDoesNotKnow() {
    Captured report = run("report", "smal", "--work", small.work());

    assertThat(report.code()).isEqualTo(2);
    assertThat(report.err()).contains("Cannot report run 'smal'", "did you mean 'small'?");
  }

  @Test
  void gcListsAndRemovesOnlyWhatNoRunNeeds() throws IOException {
    Path old = small.work().resolve("mix/0123456789ab");
    Files.createDirectories(old);
    Files.writeString(old.resolve("manifest.json"), "{}", StandardCharsets.UTF_8);
    Path training = small.work().resolve("train/0123456789ab");
    Files.createDirectories(training);
    Files.writeString(training.resolve("manifest.json"), "{}", StandardCharsets.UTF_8);

    Captured listed = run("gc", "--work", small.work());
    assertThat(listed.out()).contains("mix/0123456789ab", "1 directory", "--delete");
    assertThat(old).exists();

    Captured removed = run("gc", "--work", small.work(), "--delete");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(old).doesNotExist();
    assertThat(training).exists();
    assertThat(run("gc", "--work", small.work()).out()).startsWith("Unused: 0 directories");
    assertThat(run("run", small.recipe(), "--work", small.work()).out())
        .startsWith("Nothing to do");
  }

  @Test
  void gcNamesAndRemovesWhatKilledWritersLeft() throws IOException {
    Path mix = small.only("mix");
    Path left = mix.resolve("shards/.shard-00000.arrow.16698-21.tmp");
    Path lease = small.work().resolve(".lease.json.16698-3.tmp");
    Files.writeString(left, "half", StandardCharsets.UTF_8);
    Files.writeString(lease, "", StandardCharsets.UTF_8);
    Path figures = folder.resolve("gc.json");

    Captured listed = run("gc", "--work", small.work(), "--json", figures);
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out())
        .contains("unused", "shards/.shard-00000.arrow.16698-21.tmp, half-written")
        .contains("Unused: 0 directories, 2 half-written files, 4 B; remove with --delete");
    assertThat(json(figures).at("halfWritten").items()).hasSize(2);
    assertThat(left).exists();

    Captured removed = run("gc", "--work", small.work(), "--delete");
    assertThat(removed.out()).contains("Removed: 0 directories, 2 half-written files, 4 B");
    assertThat(left).doesNotExist();
    assertThat(lease).doesNotExist();
    assertThat(mix.resolve("shards/shard-00000.arrow")).exists();
  }

  @Test
  void gcLeavesTheWritesOfARunningProgramAlone() throws IOException {
    Path left = small.only("mix").resolve("shards/.shard-00000.arrow.16698-21.tmp");
    Files.writeString(left, "half", StandardCharsets.UTF_8);
    try (WorkDirectory work = WorkDirectory.open(small.work().toString(), Map.of());
        Lease lease = work.lease("the other run")) {
      lease.ensureHeld();
      assertThat(run("gc", "--work", small.work()).out())
          .contains("Files half-written are not looked at: 'the other run', process ")
          .contains("Unused: 0 directories, 0 B");
      assertThat(run("gc", "--work", small.work(), "--delete").code()).isEqualTo(2);
    }
    assertThat(left).exists();
  }

  @Test
  void gcRemovesNothingWhenARunIsDamaged() throws IOException {
    Path pointer = small.work().resolve("runs/small.json");
    byte[] sound = Files.readAllBytes(pointer);
    for (int position = 0; position < sound.length; position++) {
      byte[] damaged = sound.clone();
      damaged[position] ^= 2;
      Files.write(pointer, damaged);
      Captured gc = run("gc", "--work", small.work(), "--delete");
      assertThat(gc.code()).as("byte %d", position).isEqualTo(1);
      assertThat(gc.err()).contains("Cannot read runs/small.json: ");
    }
    assertThat(small.only("mix").resolve("manifest.json")).exists();

    // The pointer says nothing that the recipe does not say too, so a run writes it anew.
    assertThat(run("run", small.recipe(), "--work", small.work()).code()).isZero();
    assertThat(Files.readAllBytes(pointer)).isEqualTo(sound);
  }

  @Test
  void gcFindsNothingWhereNoRunSaysWhatIsWanted() throws IOException {
    Files.delete(small.work().resolve("runs/small.json"));

    assertThat(run("gc", "--work", small.work()).out()).startsWith("Unused: 0 directories");
  }
}

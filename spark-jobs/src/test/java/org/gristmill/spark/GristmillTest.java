package org.gristmill.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GristmillTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  @TempDir Path folder;

  private int execute(String... arguments) {
    return Gristmill.execute(new Output(new PrintWriter(out), new PrintWriter(errors)), arguments);
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run", "ingest", "dedup", "vocabulary", "bucket", "tokenize", "mix")
        .contains("Exit codes: 0 done, 1 failed, 2 wrong usage or recipe.");
    for (String command : new String[] {"run", "ingest", "mix"}) {
      assertThat(execute(command, "--help")).isZero();
    }
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Last stage to run: ingest, dedup, vocabulary, bucket, tokenize, mix")
        .contains("--accept-changed");
  }

  @Test
  void wrongUsageIsCodeTwo() {
    assertThat(execute("run")).isEqualTo(2);
    assertThat(errors.toString()).contains("Missing required parameter: 'RECIPE'");
    assertThat(execute("runn", "x")).isEqualTo(2);
  }

  @Test
  void aBadRecipeIsCodeTwoAndOneMessageWithoutStackTrace() throws IOException {
    Path recipe = folder.resolve("r.yaml");
    Files.writeString(recipe, "name: r\nsources: []\npaking: 1\n", StandardCharsets.UTF_8);
    assertThat(execute("run", recipe.toString(), "--work", folder + "/work")).isEqualTo(2);
    assertThat(errors.toString().strip().lines()).hasSize(1);
    assertThat(errors.toString()).contains("r.yaml:").doesNotContain("\tat ");
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @Test
  void aStageThatIsNotSparksIsRefused() throws IOException {
    Path recipe = folder.resolve("r.yaml");
    Files.writeString(
        recipe,
        """
        name: r
        sources: [{name: a, format: jsonl, path: none.jsonl, domain: web}]
        tokenizer: {train: {}}
        mixture: {tokens: 10, weights: {"**": 1}}
        """,
        StandardCharsets.UTF_8);
    String work = folder + "/work";
    assertThat(execute("run", recipe.toString(), "--work", work, "--until", "train")).isEqualTo(2);
    assertThat(errors.toString()).contains("Cannot run until 'train' on Spark: expected one of");
    assertThat(execute("run", recipe.toString(), "--work", work)).isEqualTo(2);
    assertThat(errors.toString()).contains("no file matches none.jsonl");
  }

  @Test
  void theNextCommandKeepsEverySetting() {
    RunCommand command = new RunCommand();
    command.recipe = "r.yaml";
    command.work = "w";
    command.overrides = List.of("mixture.weights.\"zh/**\"=2", "name='x'");
    assertThat(command.next())
        .isEqualTo(
            "Next: bin/gristmill train r.yaml --work w --set 'mixture.weights.\"zh/**\"=2'"
                + " --set 'name='\\''x'\\'''");
  }
}

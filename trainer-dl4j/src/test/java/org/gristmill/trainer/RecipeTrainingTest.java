package org.gristmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The last stage of a recipe, as a user starts it. */
class RecipeTrainingTest {
  @TempDir Path folder;

  @Test
  void otherPromptsAreAnsweredByTheSameCheckpoint() throws Exception {
    SmallRecipe small = SmallRecipe.in(folder);
    small.prepare("work");
    String first = train(small);
    assertThat(first).contains("step 20/20", "[1] the miller");
    Path run = small.training("work");
    byte[] losses = Files.readAllBytes(run.resolve("losses.json"));
    byte[] state = Files.readAllBytes(run.resolve("checkpoints/step-000020/state.json"));
    byte[] timing = Files.readAllBytes(run.resolve("timing.json"));

    String prompt = "train.samples=[{prompt: 磨坊, tokens: 5, temperature: 0}]";
    String second = train(small, "--set", prompt);
    assertThat(second)
        .contains("continuing after step 20", "[1] 磨坊")
        .doesNotContain("step 20/20", "nothing to do");
    assertThat(Files.readString(run.resolve("samples.txt"))).startsWith("[1] 磨坊");
    assertThat(run.resolve("losses.json")).hasBinaryContent(losses);
    assertThat(run.resolve("checkpoints/step-000020/state.json")).hasBinaryContent(state);
    assertThat(run.resolve("timing.json")).hasBinaryContent(timing);
    assertThat(run.getParent()).isDirectoryNotContaining(other -> !other.equals(run));

    assertThat(train(small, "--set", prompt)).contains("train: nothing to do");
  }

  private static String train(SmallRecipe small, String... further) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    String[] words = new String[4 + further.length];
    words[0] = "train";
    words[1] = small.recipe();
    words[2] = "--work";
    words[3] = small.work("work").toString();
    System.arraycopy(further, 0, words, 4, further.length);
    CommandLine command = Trainer.commandLine().setOut(writer).setErr(writer);
    assertThat(command.execute(words)).as(said.toString()).isZero();
    return said.toString();
  }
}

package org.gristmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What training writes, number for number but for their values: sums of floating-point numbers
 * differ between processors and core counts, so that bytes cannot be compared between machines.
 * When this shape changes, the stage's format version has to be raised with it.
 */
class GoldenTrainIT {
  @TempDir Path folder;

  @Test
  void trainingWritesTheShapeOfItsFormatVersion() throws IOException {
    SmallRecipe small = SmallRecipe.in(folder);
    small.prepare("work");
    StringWriter said = new StringWriter();
    CommandLine command =
        Trainer.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    int code = command.execute("train", small.recipe(), "--work", small.work("work").toString());
    assertThat(code).as(said.toString()).isZero();

    String name = "golden/train-v" + Stage.TRAIN.formatVersion() + ".txt";
    try (InputStream in = GoldenTrainIT.class.getResourceAsStream("/" + name)) {
      assertThat(in).as("%s: record it for the new format version", name).isNotNull();
      assertThat(shape(small.training("work")))
          .as("shape changed: raise the stage's format version, then record %s", name)
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Binary files with their lengths, texts with every number as 0 and equal lines once. */
  private static String shape(Path directory) throws IOException {
    StringBuilder shape = new StringBuilder();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      shape.append("== ").append(directory.relativize(file));
      boolean binary = file.toString().endsWith(".bin");
      if (binary || file.endsWith("tokenizer.json")) {
        shape.append(' ').append(Files.size(file)).append('\n');
      } else if (file.endsWith("samples.txt") || file.endsWith("timing.json")) {
        shape.append('\n');
      } else {
        shape.append('\n').append(masked(file));
      }
    }
    return shape.toString();
  }

  private static String masked(Path file) throws IOException {
    String text =
        Files.readString(file, StandardCharsets.UTF_8)
            .replaceAll("(\"revision\": )\"[^\"]*\"", "$1\"0\"")
            .replaceAll("\"[0-9a-f]{12,}\"", "\"0\"")
            .replaceAll("(?<![\\w-])-?\\d+(\\.\\d+)?([eE]-?\\d+)?(?![\\w-])", "0");
    boolean lines = file.toString().endsWith(".jsonl");
    return lines ? String.join("\n", new TreeSet<>(text.lines().toList())) + "\n" : text;
  }
}

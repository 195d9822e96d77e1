package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The JVM that trains and generates. */
final class TrainerProcess {

  private static final String MAIN = "org.gristmill.trainer.Trainer";

  @Option(
      names = "--trainer-memory",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description =
          "Heap of the trainer (default: ${DEFAULT-VALUE}); parameters and activations lie outside it.")
  private String memory;

  int train(Home home, List<String> words) throws IOException {
    return run(home, "train", words);
  }

  int run(Home home, String command, List<String> words) throws IOException {
    return ChildProcess.run(command(home, command, words), Map.of());
  }

  List<String> command(Home home, String command, List<String> words) {
    List<String> line = new ArrayList<>();
    line.add(TrainerExamination.Java.executable());
    line.add("-Xmx" + memory);
    line.addAll(OPENS);
    line.addAll(List.of("-cp", home.trainerClassPath(), MAIN, command));
    line.addAll(words);
    return line;
  }

  /** What the kernels and Arrow need of the JDK. */
  private static final List<String> OPENS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "-Dfile.encoding=UTF-8");
}

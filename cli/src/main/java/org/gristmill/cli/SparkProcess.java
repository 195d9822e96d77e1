package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The Spark driver that runs stages, started through the distribution's {@code spark-submit}. */
final class SparkProcess {

  private static final String MAIN = "org.gristmill.spark.Gristmill";

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Spark master (default: ${DEFAULT-VALUE}, all cores of this machine).")
  private String master;

  @Option(
      names = "--driver-memory",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description =
          "Heap of the Spark driver, and of all its work when the master is local (default: ${DEFAULT-VALUE}).")
  private String driverMemory;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "Spark setting, passed on to spark-submit. May be repeated.")
  private List<String> settings = new ArrayList<>();

  /** Runs the job jar with these words and returns its exit code. */
  int run(Home home, List<String> words) throws IOException {
    return ChildProcess.run(command(home, words), Map.of());
  }

  List<String> command(Home home, List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.sparkSubmit().toString(),
                "--master",
                master,
                "--driver-memory",
                driverMemory,
                "--class",
                MAIN));
    if (settings.stream().noneMatch(setting -> setting.startsWith("spark.ui."))) {
      command.addAll(List.of("--conf", "spark.ui.showConsoleProgress=false"));
    }
    for (String setting : settings) {
      command.addAll(List.of("--conf", setting));
    }
    command.add(home.jobJar().toString());
    command.addAll(words);
    command.add("--no-advice");
    return command;
  }
}

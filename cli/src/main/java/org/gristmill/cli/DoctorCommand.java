package org.gristmill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether this machine is fit. */
@Command(
    name = "doctor",
    description = {
      "Check this machine: Java, cores, memory, disk, Spark, native libraries.",
      "",
      "Each line is 'ok', 'note' or 'FAIL' with what to do about it. Ends with 1 when a line says"
          + " FAIL. Uses no network."
    })
final class DoctorCommand implements Callable<Integer> {

  private final Console console;
  private final Home home;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory whose disk is looked at (default: ${DEFAULT-VALUE}).")
  private Path work;

  @Mixin private JsonOutput json;

  DoctorCommand(Console console, Home home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new Examination(home, work).findings();
    List<Map<String, Object>> rows = new ArrayList<>();
    boolean fit = true;
    for (Finding finding : findings) {
      console.print("%-5s%-11s%s", finding.verdict().label(), finding.about(), finding.text());
      fit &= finding.verdict() != Finding.Verdict.FAIL;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("about", finding.about());
      row.put("verdict", finding.verdict().label());
      row.put("text", finding.text());
      rows.add(row);
    }
    console.print("");
    console.print(
        fit
            ? "This machine can run the quickstart."
            : "This machine cannot run the quickstart yet; see the lines that say FAIL.");
    json.write(Map.of("fit", fit, "findings", rows));
    return fit ? Failures.DONE : Failures.FAILED;
  }
}

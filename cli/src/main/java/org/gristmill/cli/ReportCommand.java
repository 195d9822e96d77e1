package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Nearest;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.RunPointer;
import org.gristmill.common.work.WorkDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the report page again. */
@Command(
    name = "report",
    description = {
      "Write the report page of a run.",
      "",
      "RUN is the name of a recipe that ran in the work directory. The page stands by itself: no"
          + " network, no scripts. 'gristmill run' writes it at its end."
    })
final class ReportCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "RUN", description = "Name of the recipe, for example quickstart.")
  private String run;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory (default: ${DEFAULT-VALUE}).")
  private String work;

  @Mixin private JsonOutput json;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (WorkDirectory directory = WorkDirectory.open(work, Map.of())) {
      List<String> known = RunPointer.readAll(directory).stream().map(RunPointer::recipe).toList();
      if (!known.contains(run)) {
        throw new ConfigException(
            Wording.of("Cannot report run '%s': it is not in %s/runs", run, work)
                + Nearest.hint(run, known));
      }
      try (Lease lease = directory.lease("report")) {
        ReportPage.write(lease.guarded(), run);
      }
      json.write(RunRecord.read(directory, run).figures());
    }
    console.print("%s/%s", work, ReportPage.path(run));
    return Failures.DONE;
  }
}

package org.gristmill.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Re-reads everything below a path. */
@Command(
    name = "verify",
    description = {
      "Re-read files and check every length, checksum and count.",
      "",
      "PATH is a work directory, the directory of one stage, or one file of it. Compares each file"
          + " with its manifest, and formats with themselves. Names what is wrong and ends with 1"
          + " when anything is."
    })
final class VerifyCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "PATH", description = "Work directory, stage directory or file.")
  private String path;

  @Mixin private JsonOutput json;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Verification result;
    try (Target target = Target.of(path, Map.of())) {
      result = Verifier.verify(target);
    }
    for (String problem : result.problems()) {
      console.print("FAIL  %s", problem);
    }
    for (String note : result.notes()) {
      console.print("note  %s", note);
    }
    console.print(
        "%s: %s file%s, %s, %s problem%s",
        result.problems().isEmpty() ? "All is well" : "Damaged",
        Wording.count(result.files()),
        result.files() == 1 ? "" : "s",
        Wording.bytes(result.bytes()),
        result.problems().isEmpty() ? "no" : result.problems().size(),
        result.problems().size() == 1 ? "" : "s");
    json.write(result.figures());
    return result.problems().isEmpty() ? Failures.DONE : Failures.FAILED;
  }
}

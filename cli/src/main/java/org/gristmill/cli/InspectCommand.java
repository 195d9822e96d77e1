package org.gristmill.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks at any artefact. */
@Command(
    name = "inspect",
    description = {
      "Print a summary of a work directory, a stage or a file.",
      "",
      "Recognises work directories, stage directories with their manifest, documents and decisions"
          + " (Parquet), token stores and their parts, shards, checkpoints, tokenizers and run"
          + " pointers."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gristmill inspect work"})
final class InspectCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "PATH", description = "What to look at: any file or directory.")
  private String path;

  @Mixin private JsonOutput json;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Summary summary;
    try (Target target = Target.of(path, Map.of())) {
      summary = Inspector.inspect(target);
    }
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }
}

package org.gristmill.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at any artefact. */
@Command(
    name = "inspect",
    description = {
      "Print a summary of a work directory, a stage or a file.",
      "",
      "Recognises work directories, stage directories with their manifest, documents and decisions"
          + " (Parquet), token stores and their parts, shards, checkpoints, tokenizers, run"
          + " pointers, quarantines, metrics, losses and reports; token data of Megatron, datatrove,"
          + " MosaicML, llm.c and Hugging Face datasets.",
      "",
      "--trace follows one token of a mix back: from its place in a row to the stratum, part and"
          + " document it was taken from, to the source file and row that was read; it compares the"
          + " tokens in both places."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gristmill inspect work",
      "  gristmill inspect work/mix/0123456789ab --trace 0:17:200"
    })
final class InspectCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "PATH", description = "What to look at: any file or directory.")
  private String path;

  @Option(
      names = "--trace",
      paramLabel = "SHARD:ROW:OFFSET",
      description = "Follow this token of a mix directory back to its document; all count from 0.")
  private String trace;

  @Mixin private JsonOutput json;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Summary summary;
    try (Target target = Target.of(path, Map.of())) {
      summary =
          trace == null
              ? Inspector.inspect(target)
              : new Trace(target).follow(Address.parse(trace));
    }
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }
}

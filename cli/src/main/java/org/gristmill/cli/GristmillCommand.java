package org.gristmill.cli;

import picocli.CommandLine.Command;

/** The root: names the sub-commands. */
@Command(
    name = "gristmill",
    description = {
      "Turns raw pretraining corpora into packed token shards at exactly the mixture you asked for,"
          + " on Apache Spark, and trains a decoder on them with Deeplearning4j.%n"
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      StageCommand.Ingest.class,
      StageCommand.Dedup.class,
      StageCommand.Vocabulary.class,
      StageCommand.Bucket.class,
      StageCommand.Tokenize.class,
      StageCommand.Mix.class,
      TrainCommand.class,
      GenerateCommand.class,
      InspectCommand.class,
      VerifyCommand.class,
      ReportCommand.class,
      TokenizerCommand.class,
      PackingCommand.class,
      ExportCommand.class,
      GcCommand.class,
      DoctorCommand.class,
      picocli.CommandLine.HelpCommand.class
    },
    footerHeading = "%n",
    footer = {
      "Begin with:  gristmill run conf/recipes/quickstart.yaml",
      "Exit codes:  0 done, 1 failed, 2 wrong usage or configuration"
    })
final class GristmillCommand implements Runnable {

  @picocli.CommandLine.Spec private picocli.CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(spec.commandLine(), "Missing command");
  }
}

package org.gristmill.spark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Main class of the job jar: {@code spark-submit --class org.gristmill.spark.Gristmill JAR run
 * RECIPE}.
 */
@Command(
    name = "gristmill",
    mixinStandardHelpOptions = true,
    versionProvider = Gristmill.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Turns raw corpora into packed token shards at the mixture a recipe asks for.",
    footerHeading = "%nExit codes: 0 done, 1 failed, 2 wrong usage or recipe.%n",
    subcommands = {
      RunCommand.class,
      StageCommands.Ingest.class,
      StageCommands.Dedup.class,
      StageCommands.Vocabulary.class,
      StageCommands.Bucket.class,
      StageCommands.Tokenize.class,
      StageCommands.Mix.class
    })
public final class Gristmill {
  Gristmill() {}

  /** Starts from the command line; exits with the code only if it is not 0. */
  public static void main(String[] arguments) {
    int code = execute(Output.console(), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command and gives its exit code. */
  static int execute(Output output, String... arguments) {
    CommandLine command = new CommandLine(new Gristmill(), new CommandFactory(output));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(output.writer());
    command.setErr(output.errors());
    command.setExecutionExceptionHandler(new FailureReport());
    return command.execute(arguments);
  }

  /** Version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Gristmill.class.getPackage().getImplementationVersion();
      return new String[] {"gristmill " + (version == null ? "(unpackaged)" : version)};
    }
  }
}

package org.gristmill.trainer;

import java.io.IOException;
import org.gristmill.common.ConfigException;
import org.gristmill.trainer.runtime.NativeRuntime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Main class of the trainer. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "gristmill",
    description = "Trains a decoder on packed token rows and continues texts with it.",
    mixinStandardHelpOptions = true,
    subcommands = {TrainCommand.class, GenerateCommand.class})
public final class Trainer implements Runnable {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @Spec private CommandSpec spec;

  private Trainer() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    NativeRuntime.prepare();
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Trainer())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(message(failure));
              command.getErr().flush();
              return failure instanceof ConfigException ? WRONG_USAGE : FAILED;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: expected train or generate");
  }

  private static String message(Exception failure) {
    boolean worded =
        failure instanceof ConfigException
            || failure instanceof IllegalStateException
            || failure instanceof org.gristmill.common.CorruptDataException;
    if (worded && failure.getMessage() != null) {
      return failure.getMessage();
    }
    if (failure instanceof IOException) {
      return "Cannot read or write: " + failure;
    }
    return "Unexpected failure: " + failure;
  }
}

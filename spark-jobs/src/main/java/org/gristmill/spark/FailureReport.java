package org.gristmill.spark;

import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.spark.job.Failures;
import picocli.CommandLine;

/** Turns a failure into one message and an exit code. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable meaning = Failures.meaning(failure);
    boolean verbose = command.getCommand() instanceof ChainCommand chain && chain.verbose();
    boolean known = meaning instanceof ConfigException || meaning instanceof CorruptDataException;
    String message = meaning.getMessage() == null ? meaning.toString() : meaning.getMessage();
    command.getErr().println(known ? message : meaning.getClass().getSimpleName() + ": " + message);
    if (verbose) {
      failure.printStackTrace(command.getErr());
    } else if (!known) {
      command.getErr().println("Run again with --verbose for the stack trace.");
    }
    command.getErr().flush();
    return meaning instanceof ConfigException ? 2 : 1;
  }
}

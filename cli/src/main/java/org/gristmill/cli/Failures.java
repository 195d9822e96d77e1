package org.gristmill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.Nearest;
import picocli.CommandLine;

/** Turns exceptions into one message and an exit code. */
final class Failures {

  /** Done. */
  static final int DONE = 0;

  /** The work failed, or what was checked is not in order. */
  static final int FAILED = 1;

  /** The command line or a configuration file is wrong. */
  static final int USAGE = 2;

  private Failures() {}

  static int wrongUsage(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("gristmill: " + exception.getMessage());
    suggestion(exception).ifPresent(name -> err.println("Did you mean '" + name + "'?"));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    err.flush();
    return USAGE;
  }

  /** The command or option that was probably meant. */
  private static Optional<String> suggestion(CommandLine.ParameterException exception) {
    if (!(exception instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    CommandLine command = exception.getCommandLine();
    String word = unmatched.getUnmatched().get(0);
    if (!word.startsWith("-")) {
      return Nearest.of(word, command.getSubcommands().keySet());
    }
    List<String> options = new ArrayList<>();
    command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return Nearest.of(name, options);
  }

  static int failed(Exception exception, CommandLine command, CommandLine.ParseResult parseResult) {
    PrintWriter err = command.getErr();
    Throwable cause = exception instanceof UncheckedIOException ? exception.getCause() : exception;
    int code = cause instanceof ConfigException ? USAGE : FAILED;
    if (cause instanceof ConfigException || cause instanceof CorruptDataException) {
      err.println("gristmill: " + cause.getMessage());
    } else if (cause instanceof NoSuchFileException) {
      err.println("gristmill: No such file or directory: " + cause.getMessage());
    } else if (cause instanceof IOException) {
      err.println("gristmill: " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
    } else {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      err.println("gristmill: unexpected failure; please report it with the lines below");
      err.print(trace);
    }
    err.flush();
    return code;
  }
}

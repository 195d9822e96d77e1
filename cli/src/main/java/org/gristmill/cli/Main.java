package org.gristmill.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry point of {@code gristmill}. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process: 0 done, 1 failed, 2 wrong usage or configuration, or the
   * exit code of the process it started.
   */
  public static void main(String[] arguments) {
    System.exit(execute(console(), Home.ofProcess(), arguments));
  }

  /** The console of this process. */
  static Console console() {
    return new Console(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  /**
   * Runs one command.
   *
   * @return the exit code
   */
  static int execute(Console console, Home home, String... arguments) {
    CommandLine line = commandLine(console, home);
    int code = line.execute(arguments);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /** The command with all its sub-commands, writing to {@code console}. */
  static CommandLine commandLine(Console console, Home home) {
    CommandLine line = new CommandLine(new GristmillCommand(), new Commands(console, home));
    line.setOut(console.out());
    line.setErr(console.err());
    line.setUsageHelpWidth(HelpStyle.WIDTH);
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler(Failures::failed);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    HelpStyle.apply(line);
    return line;
  }
}

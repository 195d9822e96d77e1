package org.gristmill.common.store.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gristmill.common.store.testing.Faults.Operation;

/**
 * A Java process with the class path and options of this one that ends in the middle of its work,
 * as by a power cut: no hook runs, no file is closed, its lease stays.
 */
public final class KilledProcess {
  /** Exit code of a process that was killed. */
  public static final int KILLED = 137;

  private static final int PATIENCE_SECONDS = 300;

  private KilledProcess() {}

  /**
   * Runs a program on stores of scheme {@code fault:} until the chosen operation kills it.
   *
   * @param main its main class
   * @param options further options of its virtual machine
   * @param operation kind of operation
   * @param nth which one of its kind, from 1
   * @param pathPart only operations on paths that contain this count
   * @param arguments words of its command line
   * @param log receives what it prints
   * @return its exit code, {@link #KILLED} unless it ended before the operation
   */
  public static int run(
      Class<?> main,
      List<String> options,
      Operation operation,
      long nth,
      String pathPart,
      List<String> arguments,
      Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // It lives for seconds: code that is compiled at length is never used.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add("-Dgristmill.fault=" + operation + ":" + nth + ":" + pathPart + ":HALT");
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The process still runs: " + Files.readString(log, StandardCharsets.UTF_8));
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}

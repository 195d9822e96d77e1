package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that works for this one: it shares the terminal, its exit code is passed on, and it
 * ends when this process is told to.
 */
final class ChildProcess {

  private static final long GRACE_SECONDS = 30;

  private ChildProcess() {}

  /**
   * Runs a command to its end.
   *
   * @return its exit code; 128 + n if signal n ended it
   */
  static int run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread stop = new Thread(() -> end(process), "end-child");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      int code = process.waitFor();
      forget(stop);
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(process);
      return 130;
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending already, which is why the child did.
      return;
    }
  }

  /** Asks first, so that a stage can give back its lease. */
  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

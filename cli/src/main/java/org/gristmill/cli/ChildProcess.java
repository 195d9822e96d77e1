package org.gristmill.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that works for this one: it shares the terminal, its exit code is passed on, and it
 * ends when this process is told to.
 */
final class ChildProcess {

  private static final long GRACE_SECONDS = 30;
  private static final byte[] NOTICE =
      ("WARNING: Using incubator modules: jdk.incubator.vector" + System.lineSeparator())
          .getBytes(StandardCharsets.US_ASCII);

  /** Never closed: it is this process's own. */
  private static final OutputStream TERMINAL = new FileOutputStream(FileDescriptor.err);

  private ChildProcess() {}

  /**
   * Runs a command to its end.
   *
   * @return its exit code; 128 + n if signal n ended it
   */
  static int run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread errors = new Thread(() -> passOn(process.getErrorStream()), "child-errors");
    errors.setDaemon(true);
    errors.start();
    Thread stop = new Thread(() -> end(process), "end-child");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      int code = process.waitFor();
      errors.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
      forget(stop);
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(process);
      return 130;
    }
  }

  private static void passOn(InputStream errors) {
    try {
      copyWithoutNotice(errors, TERMINAL);
    } catch (IOException e) {
      return; // nobody reads any more; the exit code still says how it ended
    }
  }

  /** Copies what a virtual machine says, but for the notice that it uses the Vector API. */
  static void copyWithoutNotice(InputStream from, OutputStream to) throws IOException {
    int same = 0;
    while (same < NOTICE.length) {
      int next = from.read();
      if (next == NOTICE[same]) {
        same++;
        continue;
      }
      to.write(NOTICE, 0, same);
      if (next < 0) {
        return;
      }
      to.write(next);
      break;
    }
    from.transferTo(to);
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

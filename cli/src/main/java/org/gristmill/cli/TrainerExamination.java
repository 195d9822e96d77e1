package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gristmill.common.ConfigException;

/** Starts the trainer's native library once, to see that it loads. */
final class TrainerExamination {

  private static final long LIMIT_SECONDS = 60;

  private final Home home;

  TrainerExamination(Home home) {
    this.home = home;
  }

  Finding finding() throws IOException {
    String trainer;
    try {
      trainer = home.trainerClassPath();
    } catch (ConfigException e) {
      return Finding.fail("natives", e.getMessage());
    }
    String classPath = System.getProperty("java.class.path") + java.io.File.pathSeparator + trainer;
    Process process =
        new ProcessBuilder(
                List.of(
                    Java.executable(), "-Xmx256m", "-cp", classPath, NativeProbe.class.getName()))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return Finding.ok("natives", "ND4J computes on its " + lastLine(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    return Finding.fail(
        "natives",
        "ND4J does not load: "
            + lastLine(said)
            + "; its library for this platform comes with ./mvnw package"
            + " -Dnd4j.classifier=linux-x86_64, linux-arm64, macosx-arm64 or windows-x86_64");
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "no answer" : lines.get(lines.size() - 1).strip();
  }

  /** The Java this process runs on. */
  static final class Java {
    private Java() {}

    static String executable() {
      return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
  }
}

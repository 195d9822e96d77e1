package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A virtual environment of Python under {@code target} with the packages that {@code interop/}
 * pins, made once for each list of pins. {@code -Dinterop.python} names the interpreter, {@code
 * python3} if absent; {@code -Dinterop.torch=VERSION} also installs torch, about 5 GB.
 */
final class PythonPackages {
  private static final String SCRIPTS = "interop";

  private final Path scripts;
  private final Path python;

  private PythonPackages(Path scripts, Path python) {
    this.scripts = scripts;
    this.python = python;
  }

  /**
   * Installs what is missing.
   *
   * @throws IOException with all that was said if an installation fails
   */
  static PythonPackages install() throws IOException {
    Path scripts = Path.of(System.getProperty("gristmill.root"), SCRIPTS).toAbsolutePath();
    Path environment = Path.of("target", "interop-environment").toAbsolutePath();
    PythonPackages packages = new PythonPackages(scripts, environment.resolve("bin/python"));
    Path wholes = scripts.resolve("requirements.txt");
    Path alones = scripts.resolve("requirements-alone.txt");
    String torch = System.getProperty("interop.torch", "");
    String pins = Files.readString(wholes) + Files.readString(alones) + torch;
    Path installed = environment.resolve("installed.txt");
    if (Files.exists(installed) && Files.readString(installed).equals(pins)) {
      return packages;
    }
    Files.deleteIfExists(installed);
    run(List.of(System.getProperty("interop.python", "python3"), "-m", "venv", "" + environment));
    packages.pip("-r", "" + wholes);
    packages.pip("--no-deps", "-r", "" + alones);
    if (!torch.isEmpty()) {
      packages.pip("torch==" + torch);
    }
    Files.writeString(installed, pins);
    return packages;
  }

  private void pip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("" + python, "-m", "pip", "install", "--quiet"));
    command.addAll(List.of(arguments));
    run(command);
  }

  /**
   * Runs a script of {@code interop/} in the root of the sources.
   *
   * @return what it printed
   * @throws IOException with what it printed if it fails
   */
  String script(String name, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("" + python, "" + scripts.resolve(name)));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command);
  }

  private static String run(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("gristmill.root")).toFile())
            .redirectErrorStream(true);
    builder.environment().put("HF_HUB_OFFLINE", "1");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("Cannot run " + String.join(" ", command) + ":\n" + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return said;
  }
}

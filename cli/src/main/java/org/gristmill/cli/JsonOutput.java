package org.gristmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.config.CanonicalJson;
import picocli.CommandLine.Option;

/** The option of every command that prints figures. */
final class JsonOutput {

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also write the figures to this file as JSON; the keys stay the same between versions.")
  private Path file;

  /** Writes the figures where asked to. */
  void write(Map<String, ?> figures) throws IOException {
    if (file != null) {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(file, CanonicalJson.pretty(figures).getBytes(StandardCharsets.UTF_8));
    }
  }
}

package org.gristmill.common.work;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gristmill.common.store.AtomicOutput;

/**
 * Fetches source jars of artefacts through Maven: it resolves them from the user's repositories and
 * checks their checksums. One Maven process for all that are missing; nothing runs when all are
 * there.
 */
public final class MavenArtifacts {
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

  private MavenArtifacts() {}

  /**
   * Name under which a source jar lies in {@code downloads/}.
   *
   * @param coordinates {@code group:artifact:version}
   * @return file name, unique per artefact and version
   */
  public static String fileName(String coordinates) {
    String[] part = coordinates.split(":", -1);
    return part[0] + "." + part[1] + "-" + part[2] + "-sources.jar";
  }

  /**
   * Fetches source jars into {@code downloads/}, each appearing complete or not at all.
   *
   * @param coordinates what to fetch, {@code group:artifact:version} each
   * @param work the work directory
   * @throws IOException if Maven cannot be started, or could not fetch one of them; the message
   *     holds its first errors
   */
  public static void fetch(List<String> coordinates, WorkDirectory work) throws IOException {
    fetch(coordinates, work, command());
  }

  static void fetch(List<String> coordinates, WorkDirectory work, String maven) throws IOException {
    if (coordinates.isEmpty()) {
      return;
    }
    Path folder = Files.createTempDirectory("gristmill-fetch");
    try {
      Files.writeString(folder.resolve("pom.xml"), pom(coordinates), StandardCharsets.UTF_8);
      run(coordinates, maven, folder);
      for (String artifact : coordinates) {
        Path jar = folder.resolve("jars").resolve(fileName(artifact));
        if (!Files.isRegularFile(jar)) {
          throw new IOException(
              "Cannot fetch " + artifact + ": Maven ended well but left no " + jar.getFileName());
        }
        String path = WorkDirectory.downloads() + "/" + fileName(artifact);
        try (AtomicOutput out = work.store().create(path)) {
          Files.copy(jar, out);
          out.commit();
        }
      }
    } finally {
      deleteTree(folder);
    }
  }

  private static void run(List<String> coordinates, String maven, Path folder) throws IOException {
    File log = folder.resolve("maven.log").toFile();
    List<String> command =
        List.of(
            maven,
            "--batch-mode",
            "--no-transfer-progress",
            "--strict-checksums",
            "-f",
            folder.resolve("pom.xml").toString(),
            GOAL,
            "-Dmdep.prependGroupId=true",
            "-DexcludeTransitive=true",
            "-DoutputDirectory=" + folder.resolve("jars"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log);
    String wanted = String.join(", ", coordinates);
    try {
      int code = builder.start().waitFor();
      if (code != 0) {
        throw new IOException(
            "Cannot fetch " + wanted + ": Maven ended with code " + code + errors(log.toPath()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Cannot fetch " + wanted + ": interrupted", e);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Cannot fetch")) {
        throw e;
      }
      throw new IOException(
          "Cannot fetch "
              + wanted
              + ": "
              + maven
              + " could not be started; expected Maven on the PATH, or GRISTMILL_HOME to name the"
              + " folder of the project's mvnw",
          e);
    }
  }

  private static String command() {
    boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
    Optional<Path> wrapper =
        Optional.ofNullable(System.getProperty("gristmill.home"))
            .or(() -> Optional.ofNullable(System.getenv("GRISTMILL_HOME")))
            .map(home -> Path.of(home).resolve(windows ? "mvnw.cmd" : "mvnw"))
            .filter(Files::isExecutable);
    return wrapper.map(Path::toString).orElse(windows ? "mvn.cmd" : "mvn");
  }

  private static String errors(Path log) throws IOException {
    List<String> lines =
        Files.readAllLines(log, StandardCharsets.UTF_8).stream()
            .filter(line -> line.contains("ERROR"))
            .map(line -> line.replace("[ERROR]", "").replaceAll("-> \\[Help \\d+\\]", "").strip())
            .filter(
                line ->
                    !line.isEmpty() && !line.matches("\\[Help.*|.*(full stack trace|-X switch).*"))
            .limit(2)
            .toList();
    return lines.isEmpty() ? "" : ": " + String.join("; ", lines);
  }

  private static String pom(List<String> coordinates) {
    List<String> dependencies = new ArrayList<>();
    for (String artifact : coordinates) {
      String[] part = artifact.split(":", -1);
      dependencies.add(
          """
              <dependency>
                <groupId>GROUP</groupId>
                <artifactId>ARTIFACT</artifactId>
                <version>VERSION</version>
                <classifier>sources</classifier>
                <exclusions>
                  <exclusion>
                    <groupId>*</groupId>
                    <artifactId>*</artifactId>
                  </exclusion>
                </exclusions>
              </dependency>
          """
              .replace("GROUP", part[0])
              .replace("ARTIFACT", part[1])
              .replace("VERSION", part[2]));
    }
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.gristmill.fetch</groupId>
          <artifactId>sources</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <dependencies>
        DEPENDENCIES  </dependencies>
        </project>
        """
        .replace("DEPENDENCIES", String.join("", dependencies));
  }

  private static void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

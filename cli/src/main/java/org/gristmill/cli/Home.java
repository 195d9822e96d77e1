package org.gristmill.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gristmill.common.ConfigException;

/**
 * The folder that Gristmill is built in, with the programs that the front command starts.
 *
 * @param folder root of the source tree; a copy with the same layout does too
 */
record Home(Path folder) {

  /** The home that {@code bin/gristmill} names, or else the working directory. */
  static Home ofProcess() {
    return new Home(Path.of(System.getProperty("gristmill.home", "")).toAbsolutePath().normalize());
  }

  Path mavenWrapper() {
    return folder.resolve("mvnw");
  }

  Path sparkSubmit() {
    return folder.resolve("dist/bin/spark-submit");
  }

  /** Spark's jars; absent before the first build. */
  Optional<Path> sparkJars() {
    Path jars = folder.resolve("dist/target/spark/jars");
    return Files.isDirectory(jars) ? Optional.of(jars) : Optional.empty();
  }

  /** The jar with the Spark jobs. */
  Path jobJar() {
    return built("spark-jobs/target", "gristmill-spark-jobs-*-all.jar");
  }

  /** Class path of the trainer: its jar and what it needs. */
  String trainerClassPath() {
    Path jar = built("trainer-dl4j/target", "gristmill-trainer-dl4j-*[!st].jar");
    return jar
        + java.io.File.pathSeparator
        + folder.resolve("trainer-dl4j/target/lib").resolve("*");
  }

  private Path built(String directory, String pattern) {
    Path parent = folder.resolve(directory);
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, pattern)) {
        for (Path path : found) {
          return path;
        }
      } catch (IOException e) {
        throw new ConfigException(Wording.of("Cannot list %s: %s", parent, e.getMessage()), e);
      }
    }
    throw new ConfigException(
        Wording.of(
            "Cannot find %s in %s: it is not built; expected after './mvnw package'",
            pattern, parent));
  }
}

package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

  @TempDir private Path folder;

  private void put(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void exitCodesPassThrough() throws IOException {
    assertThat(ChildProcess.run(List.of("sh", "-c", "exit 0"), Map.of())).isZero();
    assertThat(ChildProcess.run(List.of("sh", "-c", "exit $CODE"), Map.of("CODE", "7")))
        .isEqualTo(7);
    assertThat(ChildProcess.run(List.of("sh", "-c", "kill -TERM $$"), Map.of())).isEqualTo(143);
  }

  @Test
  void noticeOfTheVectorApiIsLeftOutAndNothingElse() throws IOException {
    String notice = "WARNING: Using incubator modules: jdk.incubator.vector\n";
    assertThat(passedOn(notice + "Cannot read x\n" + notice)).isEqualTo("Cannot read x\n" + notice);
    assertThat(passedOn("WARNING: Using up memory\n")).isEqualTo("WARNING: Using up memory\n");
    assertThat(passedOn("WARN")).isEqualTo("WARN");
    assertThat(passedOn("")).isEmpty();
    assertThat(passedOn("x" + notice)).isEqualTo("x" + notice);
  }

  private static String passedOn(String said) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChildProcess.copyWithoutNotice(
        new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void findsTheJarsOfTheBuildAndNoOthers() throws IOException {
    put("spark-jobs/target/gristmill-spark-jobs-1.jar");
    put("spark-jobs/target/gristmill-spark-jobs-1-all.jar");
    put("trainer-dl4j/target/gristmill-trainer-dl4j-1.jar");
    put("trainer-dl4j/target/gristmill-trainer-dl4j-1-tests.jar");
    Home home = new Home(folder);

    assertThat(home.jobJar())
        .isEqualTo(folder.resolve("spark-jobs/target/gristmill-spark-jobs-1-all.jar"));
    assertThat(home.trainerClassPath())
        .startsWith(folder.resolve("trainer-dl4j/target/gristmill-trainer-dl4j-1.jar").toString());
  }

  @Test
  void saysWhatToBuildWhereAJarIsMissing() {
    assertThatThrownBy(() -> new Home(folder).jobJar())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot find gristmill-spark-jobs-*-all.jar in "
                + folder.resolve("spark-jobs/target")
                + ": it is not built; expected after './mvnw package'");
  }
}

package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gristmill.common.store.FileInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Artefacts come through one Maven process; a small script stands in for it here. */
@DisabledOnOs(OS.WINDOWS)
class MavenArtifactsTest {
  private static final List<String> TWO = List.of("g.x:a:1", "h:b-c:2.0");

  @TempDir Path folder;
  private WorkDirectory work;

  @BeforeEach
  void open() throws IOException {
    work = WorkDirectory.open(folder.resolve("work").toString(), Map.of());
  }

  private String maven(String script) throws IOException {
    Path file = folder.resolve("mvnw");
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  @Test
  void fetchesAllWithOneProcess() throws IOException {
    String script =
        """
        echo "$@" >> %s/calls
        for last; do :; done
        out="${last#-DoutputDirectory=}"
        mkdir -p "$out"
        cp pom.xml "$out/g.x.a-1-sources.jar"
        cp pom.xml "$out/h.b-c-2.0-sources.jar"
        """
            .replace("%s", folder.toString());
    MavenArtifacts.fetch(TWO, work, maven(script));
    assertThat(work.store().list("downloads"))
        .extracting(FileInfo::path)
        .containsExactly("downloads/g.x.a-1-sources.jar", "downloads/h.b-c-2.0-sources.jar");
    String pom = Files.readString(folder.resolve("work/downloads/g.x.a-1-sources.jar"));
    assertThat(pom)
        .contains(
            "<groupId>g.x</groupId>",
            "<artifactId>b-c</artifactId>",
            "<version>2.0</version>",
            "<classifier>sources</classifier>");
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .hasSize(1)
        .allSatisfy(call -> assertThat(call).contains("--strict-checksums", "copy-dependencies"));
  }

  @Test
  void startsNothingWhenNothingIsMissing() throws IOException {
    MavenArtifacts.fetch(List.of(), work, "/no/such/maven");
    assertThat(work.store().list("")).isEmpty();
  }

  @Test
  void passesOnWhatMavenSaid() throws IOException {
    String maven =
        maven(
            "echo '[INFO] x'; echo '[ERROR] Could not find h:b-c:2.0 -> [Help 1]';"
                + " echo '[ERROR]'; echo '[ERROR] [Help 1] more'; exit 1");
    assertThatThrownBy(() -> MavenArtifacts.fetch(TWO, work, maven))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot fetch g.x:a:1, h:b-c:2.0: Maven ended with code 1: Could not find h:b-c:2.0");
    assertThat(work.store().list("")).isEmpty();
  }

  @Test
  void noticesAMissingResult() throws IOException {
    String maven = maven("exit 0");
    assertThatThrownBy(() -> MavenArtifacts.fetch(TWO, work, maven))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot fetch g.x:a:1: Maven ended well but left no g.x.a-1-sources.jar");
  }

  @Test
  void saysWhatToDoWithoutMaven() {
    assertThatThrownBy(() -> MavenArtifacts.fetch(TWO, work, folder + "/none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "could not be started; expected Maven on the PATH, or GRISTMILL_HOME");
  }
}

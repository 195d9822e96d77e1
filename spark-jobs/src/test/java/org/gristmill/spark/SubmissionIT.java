package org.gristmill.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths on the command line of a driver that runs somewhere else. */
class SubmissionIT {
  @TempDir Path folder;

  private static Submission submission(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return Submission.of(conf);
  }

  @Test
  void aRecipeThatIsNotThereIsLookedForAmongTheFilesSentAlong() throws IOException {
    Path recipe = folder.resolve("sent-along.yaml");
    Files.writeString(recipe, "name: x\n");
    SparkSessions.shared();
    Files.copy(recipe, Path.of(SparkFiles.get("sent-along.yaml")));
    Submission sends = submission("spark.files", recipe.toString());
    String found = sends.recipe("sent-along.yaml", SparkSessions::shared);
    assertThat(Path.of(found)).isAbsolute().hasContent("name: x\n");
    assertThat(sends.recipe("absent.yaml", SparkSessions::shared)).isEqualTo("absent.yaml");
    assertThat(sends.recipe(recipe.toString(), SparkSessions::shared)).isEqualTo(recipe.toString());
    assertThat(sends.recipe("s3a://b/sent-along.yaml", SparkSessions::shared))
        .isEqualTo("s3a://b/sent-along.yaml");
    assertThat(submission().recipe("sent-along.yaml", SparkSessions::shared))
        .isEqualTo("sent-along.yaml");
    assertThat(submission("spark.yarn.dist.files", "x").sends()).isTrue();
  }

  @Test
  void aRelativeWorkDirectoryIsRefusedWhereTheDriverIsSentAway() {
    Submission cluster = submission("spark.submit.deployMode", "cluster");
    assertThatThrownBy(() -> cluster.checkWork("work"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot use work directory 'work' with --deploy-mode cluster: ");
    assertThatCode(() -> cluster.checkWork("/shared/work")).doesNotThrowAnyException();
    assertThatCode(() -> cluster.checkWork("hdfs:///user/me/work")).doesNotThrowAnyException();
    assertThatCode(() -> submission().checkWork("work")).doesNotThrowAnyException();
  }
}

package org.gristmill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class S3aSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

  @Test
  void credentialsOfTheEnvironmentBecomeSettings() {
    assertThat(HadoopSettings.withCredentials(Map.of("fs.s3a.endpoint", "here"), ENVIRONMENT))
        .containsOnly(
            Map.entry("fs.s3a.endpoint", "here"),
            Map.entry("fs.s3a.access.key", "id"),
            Map.entry("fs.s3a.secret.key", "secret"));
    assertThat(
            HadoopSettings.withCredentials(
                Map.of(),
                Map.of(
                    "AWS_ACCESS_KEY_ID", "id",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_SESSION_TOKEN", "session")))
        .containsEntry("fs.s3a.session.token", "session");
  }

  @Test
  void credentialsOfTheEnvironmentGiveWayToWhatSettingsName() {
    for (String name :
        new String[] {
          "fs.s3a.access.key",
          "fs.s3a.aws.credentials.provider",
          "hadoop.security.credential.provider.path"
        }) {
      Map<String, String> settings = Map.of(name, "x");
      assertThat(HadoopSettings.withCredentials(settings, ENVIRONMENT)).isEqualTo(settings);
    }
    assertThat(HadoopSettings.withCredentials(Map.of(), Map.of("AWS_ACCESS_KEY_ID", "id")))
        .isEmpty();
  }

  @Test
  void objectsAreLookedAtAnewUnlessASettingSaysOtherwise() {
    Configuration configuration = new Configuration();
    S3aSettings.apply("s3a", configuration);
    assertThat(configuration.get("fs.s3a.input.stream.type")).isEqualTo("classic");
    configuration.set("fs.s3a.input.stream.type", "analytics");
    S3aSettings.apply("s3a", configuration);
    assertThat(configuration.get("fs.s3a.input.stream.type")).isEqualTo("analytics");
    Configuration other = new Configuration();
    S3aSettings.apply("hdfs", other);
    assertThat(HadoopSettings.isSet(other, "fs.s3a.input.stream.type")).isFalse();
  }
}

package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where settings and the token come from. */
class HubSettingsTest {
  @TempDir Path home;

  private HubSettings settings(Map<String, String> keys, Map<String, String> environment)
      throws IOException {
    Configuration configuration = new Configuration(false);
    keys.forEach(configuration::set);
    return HubSettings.of(configuration, environment, home);
  }

  private String token(Map<String, String> keys, Map<String, String> environment)
      throws IOException {
    return settings(keys, environment).token().map(HubToken::secret).orElse("none");
  }

  @Test
  void hasDefaults() throws IOException {
    assertThat(settings(Map.of(), Map.of()))
        .isEqualTo(
            new HubSettings(
                URI.create("https://huggingface.co"),
                Optional.empty(),
                false,
                Optional.empty(),
                32,
                10,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                8 << 20,
                1 << 16));
  }

  @Test
  void everyKeyCounts() throws IOException {
    HubSettings settings =
        settings(
            Map.of(
                "fs.hf.endpoint", "http://mirror.example:81/hub/",
                "fs.hf.offline", "true",
                "fs.hf.cache.dir", "/c",
                "fs.hf.requests", "64",
                "fs.hf.processes", "5",
                "fs.hf.attempts", "3",
                "fs.hf.pause.millis", "7",
                "fs.hf.stall.millis", "8",
                "fs.hf.readahead.bytes", "9",
                "fs.hf.random.bytes", "10"),
            Map.of("HF_ENDPOINT", "https://other.example", "HF_HUB_OFFLINE", "0"));
    assertThat(settings)
        .isEqualTo(
            new HubSettings(
                URI.create("http://mirror.example:81/hub"),
                Optional.empty(),
                true,
                Optional.of("/c"),
                12,
                3,
                Duration.ofMillis(7),
                Duration.ofMillis(8),
                9,
                10));
  }

  @Test
  void theEnvironmentNamesEndpointCacheAndOfflineMode() throws IOException {
    HubSettings settings =
        settings(
            Map.of(),
            Map.of(
                "HF_ENDPOINT", "https://m.example/",
                "HF_HUB_OFFLINE", "1",
                "GRISTMILL_HUB_CACHE", "/cache"));
    assertThat(settings.cache()).contains("/cache");
    assertThat(settings.endpoint()).hasToString("https://m.example");
    assertThat(settings.offline()).isTrue();
  }

  @Test
  void aProcessMayAlwaysSendOneRequest() throws IOException {
    assertThat(settings(Map.of("fs.hf.requests", "4", "fs.hf.processes", "9"), Map.of()).requests())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "ten", "99999999999"})
  void refusesNumbersThatAreNone(String text) {
    assertThatThrownBy(() -> settings(Map.of("fs.hf.requests", text), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use fs.hf.requests " + text + "; expected a whole number from 1 to 1073741824");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://h", "http:///x", "https://h?x=1", "https://a b"})
  void refusesAddressesThatAreNone(String text) {
    assertThatThrownBy(() -> settings(Map.of(), Map.of("HF_ENDPOINT", text)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use the Hub's address "
                + text
                + " (fs.hf.endpoint or HF_ENDPOINT); expected one such as https://huggingface.co");
  }

  @Test
  void anAddressWithAPasswordIsNotRepeated() {
    assertThatThrownBy(
            () -> settings(Map.of("fs.hf.endpoint", "https://me:pw@h.example"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("pw@")
        .hasMessageContaining("with a password in it");
  }

  @Test
  void tokensAreLookedForInOrder() throws IOException {
    Path cache = home.resolve(".cache/huggingface");
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("token"), "hf_home\n");
    Files.writeString(home.resolve("token"), " hf_hub ");
    Files.writeString(home.resolve("file"), "hf_file");
    Map<String, String> keys = Map.of("fs.hf.token", "hf_key");
    Map<String, String> environment = new HashMap<>();
    environment.put("HF_TOKEN", "hf_env");
    environment.put("HUGGING_FACE_HUB_TOKEN", "hf_old");
    environment.put("HF_TOKEN_PATH", home.resolve("file").toString());
    environment.put("HF_HOME", home.toString());
    assertThat(token(keys, environment)).isEqualTo("hf_key");
    assertThat(token(Map.of(), environment)).isEqualTo("hf_env");
    environment.put("HF_TOKEN", "  ");
    assertThat(token(Map.of(), environment)).isEqualTo("hf_old");
    environment.remove("HUGGING_FACE_HUB_TOKEN");
    assertThat(token(Map.of(), environment)).isEqualTo("hf_file");
    environment.remove("HF_TOKEN_PATH");
    assertThat(token(Map.of(), environment)).isEqualTo("hf_hub");
    environment.remove("HF_HOME");
    assertThat(token(Map.of(), environment)).isEqualTo("hf_home");
    environment.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
    assertThat(token(Map.of(), environment)).isEqualTo("none");
    environment.clear();
    environment.put("XDG_CACHE_HOME", home.resolve("elsewhere").toString());
    assertThat(token(Map.of(), environment)).isEqualTo("none");
  }

  @Test
  void aTokenHasNoText() throws IOException {
    HubSettings settings = settings(Map.of("fs.hf.token", "hf_secret"), Map.of());
    assertThat(settings.toString()).contains("[redacted]").doesNotContain("hf_secret");
  }

  @Test
  void aTokenThatCannotBeSentIsNotRepeated() {
    assertThatThrownBy(() -> settings(Map.of(), Map.of("HF_TOKEN", "hf_a\nhf_b")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use the Hub's token: it has white space or characters beyond ASCII inside;"
                + " expected one word such as hf_...");
  }
}

package org.gristmill.storage.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gristmill.common.ConfigException;

/**
 * The secret that a request shows to the Hub. It has no text form, so that it enters no message.
 */
final class HubToken {
  private final String secret;

  private HubToken(String secret) {
    this.secret = secret;
  }

  /**
   * Looks for a token: in the configuration (or its credential providers), {@code HF_TOKEN}, {@code
   * HUGGING_FACE_HUB_TOKEN}, the file {@code HF_TOKEN_PATH}, {@code $HF_HOME/token}, {@code
   * ~/.cache/huggingface/token}.
   */
  static Optional<HubToken> find(
      Configuration configuration, Map<String, String> environment, Path home) throws IOException {
    char[] configured = configuration.getPassword(HubSettings.TOKEN);
    if (configured != null) {
      return of(new String(configured));
    }
    if (HubSettings.isTrue(environment.getOrDefault("HF_HUB_DISABLE_IMPLICIT_TOKEN", ""))) {
      return Optional.empty();
    }
    for (String name : List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")) {
      Optional<HubToken> token = of(environment.getOrDefault(name, ""));
      if (token.isPresent()) {
        return token;
      }
    }
    Path file = file(environment, home);
    try {
      return of(Files.readString(file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException unreadable) {
      // The reason of the file system may not quote what stands in the file.
      throw new IOException(
          "Cannot read the Hub's token from " + file + ": " + unreadable.getClass().getSimpleName(),
          unreadable);
    }
  }

  private static Path file(Map<String, String> environment, Path home) {
    String path = environment.getOrDefault("HF_TOKEN_PATH", "");
    if (!path.isBlank()) {
      return Path.of(path);
    }
    String hub = environment.getOrDefault("HF_HOME", "");
    if (!hub.isBlank()) {
      return Path.of(hub).resolve("token");
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = cache.isBlank() ? home.resolve(".cache") : Path.of(cache);
    return base.resolve("huggingface").resolve("token");
  }

  private static Optional<HubToken> of(String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new ConfigException(
          "Cannot use the Hub's token: it has white space or characters beyond ASCII inside;"
              + " expected one word such as hf_...");
    }
    return Optional.of(new HubToken(secret));
  }

  /** Value of the header that shows it. */
  String header() {
    return "Bearer " + secret;
  }

  String secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}

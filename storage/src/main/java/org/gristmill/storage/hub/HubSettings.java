package org.gristmill.storage.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gristmill.common.ConfigException;

/**
 * How the Hub is reached. Keys of the Hadoop configuration go before environment variables.
 *
 * @param endpoint address of the Hub, without a slash at its end
 * @param token what is shown to the endpoint, to no other host
 * @param offline whether only the cache answers
 * @param cache folder of the cache of listings and blocks, local; none by default
 * @param requests requests under way at a time in this process, at least 1
 * @param attempts times a request is tried, at least 1
 * @param pause wait after the first failure; it doubles up to eight times as much
 * @param stall how long an answer may stand still
 * @param readAhead bytes asked for at once where a file is read from end to end
 * @param random bytes asked for at once where it is not
 */
record HubSettings(
    URI endpoint,
    Optional<HubToken> token,
    boolean offline,
    Optional<String> cache,
    int requests,
    int attempts,
    Duration pause,
    Duration stall,
    int readAhead,
    int random) {
  static final String ENDPOINT = "fs.hf.endpoint";
  static final String TOKEN = "fs.hf.token";
  static final String OFFLINE = "fs.hf.offline";
  static final String CACHE = "fs.hf.cache.dir";
  static final String REQUESTS = "fs.hf.requests";
  static final String PROCESSES = "fs.hf.processes";
  static final String ATTEMPTS = "fs.hf.attempts";
  static final String PAUSE = "fs.hf.pause.millis";
  static final String STALL = "fs.hf.stall.millis";
  static final String READ_AHEAD = "fs.hf.readahead.bytes";
  static final String RANDOM = "fs.hf.random.bytes";

  /** Before the data set and the revision as it was written, the commit that it means. */
  static final String COMMIT = "fs.hf.commit.";

  static final int DEFAULT_READ_AHEAD = 8 << 20;
  static final int DEFAULT_RANDOM = 1 << 16;

  private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
  private static final int LARGEST = 1 << 30;

  static HubSettings of(Configuration configuration, Map<String, String> environment, Path home)
      throws IOException {
    int requests = number(configuration, REQUESTS, 32, LARGEST);
    int processes = number(configuration, PROCESSES, 1, Integer.MAX_VALUE);
    String offline =
        configuration.getTrimmed(OFFLINE, environment.getOrDefault("HF_HUB_OFFLINE", ""));
    return new HubSettings(
        endpoint(
            configuration.getTrimmed(
                ENDPOINT, environment.getOrDefault("HF_ENDPOINT", DEFAULT_ENDPOINT))),
        HubToken.find(configuration, environment, home),
        isTrue(offline),
        Optional.of(
                configuration.getTrimmed(
                    CACHE, environment.getOrDefault("GRISTMILL_HUB_CACHE", "")))
            .filter(folder -> !folder.isBlank()),
        Math.max(1, requests / processes),
        number(configuration, ATTEMPTS, 10, 100),
        Duration.ofMillis(number(configuration, PAUSE, 1000, LARGEST)),
        Duration.ofMillis(number(configuration, STALL, 60_000, LARGEST)),
        number(configuration, READ_AHEAD, DEFAULT_READ_AHEAD, LARGEST),
        number(configuration, RANDOM, DEFAULT_RANDOM, LARGEST));
  }

  private static URI endpoint(String text) {
    String trimmed = text.isBlank() ? DEFAULT_ENDPOINT : text.strip();
    while (trimmed.endsWith("/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    URI uri;
    try {
      uri = URI.create(trimmed);
    } catch (IllegalArgumentException e) {
      throw wrongEndpoint(trimmed);
    }
    boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw wrongEndpoint(uri.getUserInfo() == null ? trimmed : "with a password in it");
    }
    return uri;
  }

  private static ConfigException wrongEndpoint(String text) {
    return new ConfigException(
        "Cannot use the Hub's address "
            + text
            + " (fs.hf.endpoint or HF_ENDPOINT); expected one such as "
            + DEFAULT_ENDPOINT);
  }

  private static int number(Configuration configuration, String key, int standard, int largest) {
    String text = configuration.getTrimmed(key, Integer.toString(standard));
    if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > largest) {
      throw new ConfigException(
          "Cannot use " + key + " " + text + "; expected a whole number from 1 to " + largest);
    }
    return Integer.parseInt(text);
  }

  static boolean isTrue(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "on" -> true;
      default -> false;
    };
  }

  /** Key of the commit of a revision. */
  static String commitKey(String repository, String revision) {
    return COMMIT + repository + "@" + revision;
  }
}

package org.gristmill.storage.hub;

import java.io.IOException;
import java.time.Duration;
import org.gristmill.common.hash.Xxh64;

/**
 * Sends a request again after failures that may pass: at most so many times, after the wait that
 * the Hub asks for, else after one that doubles from the first to eight times as much, less up to a
 * quarter that depends on the request, so that many tasks do not come back at once.
 */
final class Retries {
  private static final Duration LONGEST = Duration.ofMinutes(6);
  private static final int DOUBLINGS = 3;

  private final int attempts;
  private final Duration pause;
  private final HubClock clock;
  private final HubStatistics statistics;

  Retries(HubSettings settings, HubClock clock, HubStatistics statistics) {
    this.attempts = settings.attempts();
    this.pause = settings.pause();
    this.clock = clock;
    this.statistics = statistics;
  }

  /** One attempt. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * Runs until an attempt succeeds.
   *
   * @param what is read, for the message
   * @throws IOException at once if an attempt fails for good, else after the last attempt
   */
  <T> T run(String what, Attempt<T> attempt) throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.run();
      } catch (TransientException e) {
        if (tried == attempts) {
          throw new IOException(
              "Cannot read " + what + ": " + e.getMessage() + ", " + attempts + " times in a row",
              e);
        }
        statistics.retry();
        Duration wait = e.asked().orElse(backOff(what, tried));
        if (!wait.isZero()) {
          clock.sleep(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
      }
    }
  }

  private Duration backOff(String what, int tried) {
    long millis = pause.toMillis() << Math.min(tried - 1, DOUBLINGS);
    long spread = Xxh64.hashLong(what.hashCode(), tried) >>> 1;
    return Duration.ofMillis(millis - spread % (millis / 4 + 1));
  }
}

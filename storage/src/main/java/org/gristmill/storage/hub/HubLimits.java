package org.gristmill.storage.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What keeps the requests of one process within bounds: so many at a time, and none of a kind while
 * the Hub says that the quota of that kind is used up. Shared by all file systems with the same
 * endpoint and cap. Thread-safe.
 */
final class HubLimits {
  /** What a request counts as. */
  enum Kind {
    /** Listings and revisions. */
    API,
    /** Where a file's data lies. */
    RESOLVE,
    /** Data of another host, which the Hub does not count. */
    DATA
  }

  private record Key(URI endpoint, int requests) {}

  private static final int LONGEST_SECONDS = 360;
  private static final Map<Key, HubLimits> SHARED = new ConcurrentHashMap<>();
  private static final Pattern RATE = Pattern.compile("\\br=(\\d{1,9})\\s*;\\s*t=(\\d{1,9})");

  private final Semaphore permits;
  private final Map<Kind, Long> closedUntil = new EnumMap<>(Kind.class);

  HubLimits(int requests) {
    this.permits = new Semaphore(requests, true);
  }

  static HubLimits shared(HubSettings settings) {
    return SHARED.computeIfAbsent(
        new Key(settings.endpoint(), settings.requests()), key -> new HubLimits(key.requests));
  }

  /** Waits until a request of a kind may be sent; every call is followed by a release. */
  void acquire(Kind kind, HubClock clock) throws IOException {
    for (long wait = wait(kind, clock); wait > 0; wait = wait(kind, clock)) {
      clock.sleep(Duration.ofMillis(wait));
    }
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for other requests to the Hub");
    }
  }

  void release() {
    permits.release();
  }

  private synchronized long wait(Kind kind, HubClock clock) {
    Long until = closedUntil.get(kind);
    return until == null ? 0 : until - clock.millis();
  }

  /** Takes note of what the Hub says about what is left of a quota. */
  void heed(Kind kind, String rateLimit, HubClock clock) {
    Matcher rate = RATE.matcher(rateLimit);
    if (rate.find() && Long.parseLong(rate.group(1)) == 0) {
      long seconds = Math.min(Long.parseLong(rate.group(2)) + 1, LONGEST_SECONDS);
      long until = clock.millis() + seconds * 1000;
      synchronized (this) {
        closedUntil.merge(kind, until, Math::max);
      }
    }
  }
}

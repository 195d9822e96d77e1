package org.gristmill.storage.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that goes on only while somebody sleeps. */
final class FakeClock implements HubClock {
  private final List<Duration> sleeps = new ArrayList<>();
  private long millis;

  @Override
  public synchronized long millis() {
    return millis;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    millis += duration.toMillis();
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  synchronized Duration slept() {
    return Duration.ofMillis(millis);
  }
}

package org.gristmill.storage.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Time, which tests replace. */
interface HubClock {
  HubClock SYSTEM =
      new HubClock() {
        @Override
        public long millis() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public void sleep(Duration duration) throws IOException {
          try {
            Thread.sleep(duration.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to ask the Hub again");
          }
        }
      };

  /** Milliseconds since some moment. */
  long millis();

  void sleep(Duration duration) throws IOException;
}

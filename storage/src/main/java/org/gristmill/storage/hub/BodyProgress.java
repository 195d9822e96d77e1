package org.gristmill.storage.hub;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of an answer have come, so that a slow answer is told from one that stands. */
final class BodyProgress {
  private final AtomicLong received = new AtomicLong();

  void received(int bytes) {
    received.addAndGet(bytes);
  }

  long received() {
    return received.get();
  }
}

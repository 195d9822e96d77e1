package org.gristmill.storage.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may be gone when the request is sent again. */
final class TransientException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration wait;

  TransientException(String message, Throwable cause) {
    super(message, cause);
    this.wait = null;
  }

  TransientException(String message) {
    this(message, (Duration) null);
  }

  TransientException(String message, Duration wait) {
    super(message);
    this.wait = wait;
  }

  /** How long to wait before the next attempt; empty if nobody said. */
  Optional<Duration> asked() {
    return Optional.ofNullable(wait);
  }
}

package org.gristmill.storage.hub;

import java.io.IOException;

/** The network would be needed and may not be used. */
final class OfflineException extends IOException {
  private static final long serialVersionUID = 1;

  OfflineException() {
    super("the Hub is not asked in offline mode (HF_HUB_OFFLINE or fs.hf.offline)");
  }

  OfflineException(String what) {
    super(
        "Cannot read "
            + what
            + ": it is not in the cache, and the Hub is not asked in offline mode (HF_HUB_OFFLINE"
            + " or fs.hf.offline); expected fs.hf.cache.dir to be a folder that an earlier run"
            + " filled");
  }
}

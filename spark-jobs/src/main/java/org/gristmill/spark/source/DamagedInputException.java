package org.gristmill.spark.source;

import java.io.IOException;

/** A file's content cannot be read on; never leaves the package. */
final class DamagedInputException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedInputException(String message) {
    super(message);
  }
}

package org.gristmill.spark.job;

import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;

/** Finds what a task meant to say under the layers that Spark wraps around it. */
public final class Failures {
  private static final int MAX_DEPTH = 20;

  private Failures() {}

  /**
   * The {@link ConfigException} or {@link CorruptDataException} that caused a failure, otherwise
   * the innermost cause.
   */
  public static Throwable meaning(Throwable failure) {
    Throwable innermost = failure;
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      if (at instanceof ConfigException || at instanceof CorruptDataException) {
        return at;
      }
      innermost = at;
      at = at.getCause();
    }
    return innermost;
  }
}

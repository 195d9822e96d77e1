package org.gristmill.spark.job;

import java.io.IOException;
import java.io.Serializable;

/**
 * Work of one task. Shipped to executors, may run several times at once for the same item
 * (speculation, retries) and must leave the same files each time.
 */
@FunctionalInterface
public interface TaskFunction<I, R> extends Serializable {
  /**
   * Does the work for one item.
   *
   * @throws IOException if a file cannot be read or written; the task is then tried again
   */
  R apply(I item) throws IOException;
}

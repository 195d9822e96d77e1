package org.gristmill.spark.job;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks count for the Spark UI while they run: documents, bytes and tokens, shown with their
 * stage. A task that is tried twice counts twice, so nothing but the display takes these numbers;
 * manifests count what is there in the end.
 *
 * @param documents documents so far
 * @param bytes bytes of their text, or of their files where no text is read
 * @param tokens tokens so far
 */
public record TaskCounts(LongAccumulator documents, LongAccumulator bytes, LongAccumulator tokens)
    implements Serializable {
  /**
   * New counts.
   *
   * @param done what happens to them, such as {@code ingested}; part of the names in the UI
   */
  public static TaskCounts of(SparkSession session, String done) {
    SparkContext context = session.sparkContext();
    return new TaskCounts(
        context.longAccumulator("documents " + done),
        context.longAccumulator("bytes " + done),
        context.longAccumulator("tokens " + done));
  }

  /** Adds what a task did; to be called by the task. Zeros leave a count out of the UI. */
  public void add(long moreDocuments, long moreBytes, long moreTokens) {
    add(documents, moreDocuments);
    add(bytes, moreBytes);
    add(tokens, moreTokens);
  }

  private static void add(LongAccumulator count, long more) {
    if (more != 0) {
      count.add(more);
    }
  }
}

package org.gristmill.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Runs one Spark task per item of a list. */
public final class Tasks {
  private Tasks() {}

  /**
   * Applies a function to every item, each in a task of its own, and returns the small results in
   * the order of the items. Results come to the driver: they must be counts and names, never text.
   *
   * @param description shown in the Spark UI
   */
  public static <I, R> List<R> run(
      SparkSession session, String description, List<I> items, TaskFunction<I, R> work) {
    if (items.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    context.setJobDescription(description);
    try {
      return context.parallelize(new ArrayList<>(items), items.size()).map(work::apply).collect();
    } finally {
      context.setJobDescription(null);
    }
  }
}

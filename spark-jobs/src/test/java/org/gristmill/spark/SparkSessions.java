package org.gristmill.spark;

import org.apache.spark.sql.SparkSession;

/** The one local session of all tests of a JVM. */
public final class SparkSessions {
  private static SparkSession shared;

  private SparkSessions() {}

  /** Starts the session on first use. */
  public static synchronized SparkSession shared() {
    if (shared == null) {
      shared =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.adaptive.enabled", "true")
              // Tiny inputs: compiling generated code costs more than it saves.
              .config("spark.sql.codegen.wholeStage", "false")
              .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .getOrCreate();
    }
    return shared;
  }
}

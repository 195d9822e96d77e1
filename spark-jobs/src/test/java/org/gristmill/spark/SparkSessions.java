package org.gristmill.spark;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one local session of all tests of a JVM. */
public final class SparkSessions {
  /** Settings of the session by name; a process of its own takes them as system properties. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "spark.master", "local[2]",
          "spark.app.name", "tests",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.shuffle.partitions", "2",
          "spark.sql.adaptive.enabled", "true",
          // Tiny inputs: compiling generated code costs more than it saves.
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private static SparkSession shared;

  private SparkSessions() {}

  /** Starts the session on first use. */
  public static synchronized SparkSession shared() {
    if (shared == null) {
      SparkSession.Builder builder = SparkSession.builder();
      SETTINGS.forEach(builder::config);
      shared = builder.getOrCreate();
    }
    return shared;
  }
}

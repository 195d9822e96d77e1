package org.gristmill.spark.job;

import org.apache.spark.sql.SparkSession;
import org.gristmill.common.ConfigException;

/**
 * How many tasks a stage aims at. Changes speed only, never a byte of output.
 *
 * @param count tasks, at least 1
 * @param fixed whether {@link #SETTING} asked for exactly that many, also for small data
 */
public record Partitions(int count, boolean fixed) {
  /** Setting of the Spark session that fixes the number; otherwise it follows the cluster. */
  public static final String SETTING = "spark.gristmill.partitions";

  private static final int TASKS_PER_CORE = 3;

  /**
   * The number for a session.
   *
   * @throws ConfigException if the setting is not a number from 1
   */
  public static Partitions of(SparkSession session) {
    String setting = session.conf().get(SETTING, "");
    if (setting.isEmpty()) {
      return new Partitions(session.sparkContext().defaultParallelism() * TASKS_PER_CORE, false);
    }
    if (!setting.matches("[1-9][0-9]{0,5}")) {
      throw new ConfigException(
          "Cannot use " + SETTING + " '" + setting + "': expected a number from 1 to 999999");
    }
    return new Partitions(Integer.parseInt(setting), true);
  }
}

package org.gristmill.spark;

import java.util.List;
import org.gristmill.common.ConfigException;

/** Which versions of Spark, and of Java under them, this program runs on. */
final class SupportedSpark {
  private static final List<String> VERSIONS = List.of("4.1", "4.2");

  /** Hadoop 3.4, which Spark 4.1 brings, asks for Java's security manager; 24 has none. */
  private static final int LAST_JAVA_OF_4_1 = 23;

  private SupportedSpark() {}

  /**
   * Makes sure that a run can succeed.
   *
   * @param spark Spark's version, such as {@code 4.2.0}
   * @param java Java's feature number, such as 17
   * @throws ConfigException if it cannot
   */
  static void check(String spark, int java) {
    String line = spark.replaceFirst("^([0-9]+\\.[0-9]+).*", "$1");
    if (!VERSIONS.contains(line)) {
      throw new ConfigException(
          "Cannot run on Spark " + spark + ": expected " + String.join(" or ", VERSIONS));
    }
    if (line.equals("4.1") && java > LAST_JAVA_OF_4_1) {
      throw new ConfigException(
          "Cannot run on Spark "
              + spark
              + " under Java "
              + java
              + ": its Hadoop needs an older one; expected Java 17 to "
              + LAST_JAVA_OF_4_1
              + ", or Spark 4.2");
    }
  }
}

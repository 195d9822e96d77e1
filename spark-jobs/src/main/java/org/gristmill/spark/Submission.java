package org.gristmill.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.Stores;

/**
 * What {@code spark-submit} makes of the paths on the command line. With {@code --deploy-mode
 * cluster} the driver runs on a machine that the user did not choose: relative paths mean nothing
 * there, apart from the files that {@code --files} sends along.
 *
 * @param sends whether files were sent along
 * @param elsewhere whether the driver runs on the cluster
 */
record Submission(boolean sends, boolean elsewhere) {
  static Submission of(SparkConf conf) {
    boolean sends =
        !conf.get("spark.files", "").isBlank() || !conf.get("spark.yarn.dist.files", "").isBlank();
    String mode = conf.get("spark.submit.deployMode", "client");
    return new Submission(sends, mode.toLowerCase(Locale.ROOT).equals("cluster"));
  }

  /**
   * Where the recipe lies: as it was given if it is there, else among the files sent along. Mixture
   * and tokenizer are then found beside it, where all files sent along lie.
   *
   * @param recipe as given
   * @param start starts Spark, which fetches the files
   */
  String recipe(String recipe, Runnable start) {
    boolean plain = Stores.scheme(recipe).isEmpty();
    if (!sends || !plain || Files.exists(Path.of(recipe))) {
      return recipe;
    }
    start.run();
    String sent = SparkFiles.get(Locations.name(recipe));
    return Files.exists(Path.of(sent)) ? sent : recipe;
  }

  /**
   * Refuses a work directory that would lie on the driver's machine alone.
   *
   * @throws ConfigException if it is relative although the driver runs on the cluster
   */
  void checkWork(String work) {
    if (elsewhere && Stores.scheme(work).isEmpty() && !Path.of(work).isAbsolute()) {
      throw new ConfigException(
          "Cannot use work directory '"
              + work
              + "' with --deploy-mode cluster: it would lie wherever the driver happens to run;"
              + " expected --work with a URI such as hdfs:///user/me/work, or with an absolute path"
              + " on a file system that all machines share");
    }
  }
}

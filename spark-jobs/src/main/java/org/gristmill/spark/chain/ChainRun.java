package org.gristmill.spark.chain;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.LoadedRecipe;
import org.gristmill.common.recipe.Recipe;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.ChainStatus;
import org.gristmill.common.work.IngestPlan;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.Unit;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.spark.job.StoreLocation;

/**
 * What the driver part of every stage works with. Not to be shipped to executors.
 *
 * @param sessions gives the Spark session, started on first use
 * @param loaded the recipe
 * @param work the work directory, its lease held
 * @param settings file system settings
 * @param status fingerprints and units of the chain
 * @param progress receives lines for the user
 */
record ChainRun(
    Supplier<SparkSession> sessions,
    LoadedRecipe loaded,
    WorkDirectory work,
    Map<String, String> settings,
    ChainStatus status,
    Consumer<String> progress) {

  SparkSession session() {
    return sessions.get();
  }

  Recipe recipe() {
    return loaded.recipe();
  }

  Store store() {
    return work.store();
  }

  /** The work directory as tasks open it. */
  StoreLocation location() {
    return StoreLocation.of(work.location(), settings);
  }

  String fingerprint(Stage stage) {
    return status
        .fingerprint(stage)
        .orElseThrow(() -> new IllegalStateException("No fingerprint of " + stage.key()));
  }

  String directory(Stage stage) {
    return WorkDirectory.directory(stage, fingerprint(stage));
  }

  String manifestPath(Stage stage) {
    return directory(stage) + "/" + WorkDirectory.MANIFEST;
  }

  IngestPlan ingest() {
    return status.ingest().orElseThrow();
  }

  /** Fingerprints of all units in generation order. */
  List<String> units() {
    return ingest().units().stream().map(Unit::fingerprint).toList();
  }
}

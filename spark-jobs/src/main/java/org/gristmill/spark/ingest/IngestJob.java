package org.gristmill.spark.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.Counted;
import org.gristmill.common.recipe.IngestOptions;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Unit;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.Tasks;
import org.gristmill.spark.source.TokenSpec;

/** Ingests the units that are not there yet, one task a unit. */
public final class IngestJob {
  private IngestJob() {}

  /**
   * Runs the job.
   *
   * @param work the work directory, for tasks
   * @param store the same, open
   * @param units all units of the recipe
   * @param tokenizers where tokenizers of sources are, by the identities of their files
   * @return their counts, in the same order
   * @throws IOException if a summary cannot be read
   */
  public static List<UnitSummary> run(
      SparkSession session,
      StoreLocation work,
      Store store,
      List<Unit> units,
      IngestOptions options,
      Map<String, String> tokenizers)
      throws IOException {
    List<UnitWork> missing = new ArrayList<>();
    for (Unit unit : units) {
      if (UnitSummary.read(store, unit.fingerprint()).isEmpty()) {
        missing.add(UnitWork.of(unit, options));
      }
    }
    Tasks.run(
        session,
        "ingest: " + missing.size() + " units",
        missing,
        new UnitIngest(
            work, TaskCounts.of(session, "ingested"), sent(session, work, missing, tokenizers)));
    List<UnitSummary> summaries = new ArrayList<>();
    for (Unit unit : units) {
      Optional<UnitSummary> summary = UnitSummary.read(store, unit.fingerprint());
      summaries.add(
          summary.orElseThrow(
              () -> new IOException("Cannot find unit " + unit.fingerprint() + " after ingest")));
    }
    checkBudgets(units, summaries, options);
    return summaries;
  }

  /** The tokenizers that units ask for, read here and sent to every executor once. */
  private static Map<String, Broadcast<byte[]>> sent(
      SparkSession session,
      StoreLocation work,
      List<UnitWork> units,
      Map<String, String> tokenizers)
      throws IOException {
    Map<String, Broadcast<byte[]>> sent = new HashMap<>();
    for (UnitWork unit : units) {
      TokenSpec tokens = unit.source().tokens();
      if (tokens != null && !sent.containsKey(tokens.tokenizer())) {
        String location = tokenizers.get(tokens.tokenizer());
        try (Store store = work.at(Locations.parent(location)).open()) {
          byte[] content = store.readAll(Locations.name(location));
          sent.put(
              tokens.tokenizer(),
              JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(content));
        }
      }
    }
    return sent;
  }

  private static void checkBudgets(List<Unit> all, List<UnitSummary> units, IngestOptions options) {
    long badFiles = UnitSummary.badFiles(all, units);
    long badRows = units.stream().mapToLong(UnitSummary::badRows).sum();
    long rows = badRows + units.stream().mapToLong(UnitSummary::documents).sum();
    if (badFiles > options.maxBadFiles()) {
      throw new CorruptDataException(
          "Cannot accept the input: "
              + Counted.of(badFiles, "unreadable file")
              + ", more than ingest.max_bad_files "
              + options.maxBadFiles()
              + "; first: "
              + firstProblem(units, badFiles > 0));
    }
    if (badRows > options.maxBadRowsFraction() * rows) {
      throw new CorruptDataException(
          "Cannot accept the input: "
              + badRows
              + " of "
              + rows
              + " rows are bad, more than ingest.max_bad_rows_fraction "
              + options.maxBadRowsFraction()
              + "; first: "
              + firstProblem(units, false));
    }
  }

  private static String firstProblem(List<UnitSummary> units, boolean ofFile) {
    return units.stream()
            .filter(unit -> ofFile ? unit.badFiles() > 0 : unit.badRows() > 0)
            .map(unit -> unit.firstProblem() + " (all in ingest/units/" + unit.fingerprint())
            .findFirst()
            .orElse("")
        + "/quarantine.jsonl)";
  }
}

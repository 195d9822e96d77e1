package org.gristmill.spark.bucket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.gristmill.common.recipe.BucketOptions;
import org.gristmill.common.recipe.Label;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionSummary;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.Tasks;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/** Decides the stratum of every document of the given units; one task a unit, no text is read. */
public final class BucketJob {
  private static final List<String> COLUMNS =
      List.of(
          DocumentTable.LANGUAGE,
          DocumentTable.DOMAIN,
          DocumentTable.CHARACTERS,
          DocumentTable.KIND);
  private static final Map<Label, String> LABEL_COLUMNS =
      Map.of(
          Label.LANGUAGE, DocumentTable.LANGUAGE_LABEL,
          Label.QUALITY, DocumentTable.QUALITY,
          Label.PERPLEXITY, DocumentTable.PERPLEXITY,
          Label.PART, DocumentTable.PART);

  private BucketJob() {}

  /**
   * Runs the job.
   *
   * @param directory directory of the stage below the work directory
   * @param dedupDirectory directory of the dedup stage, whose decisions come first
   * @param units fingerprints of the units without decisions
   * @return what was decided, in the order of the units
   */
  public static List<DecisionSummary> run(
      SparkSession session,
      StoreLocation work,
      String directory,
      String dedupDirectory,
      List<String> units,
      BucketOptions options) {
    Bucketing bucketing = Bucketing.of(options);
    TaskCounts counts = TaskCounts.of(session, "placed");
    return Tasks.run(
        session,
        "bucket: " + units.size() + " units",
        units,
        unit -> {
          try (Store store = work.open()) {
            List<Decision> decisions = decide(store, dedupDirectory, unit, bucketing);
            FileDigest file =
                DecisionTable.write(store, DecisionTable.path(directory, unit), decisions);
            counts.add(decisions.size(), file.bytes(), 0);
            return DecisionSummary.of(unit, decisions, file);
          }
        });
  }

  private static List<Decision> decide(
      Store store, String dedupDirectory, String unit, Bucketing bucketing) throws IOException {
    List<Decision> dedup = DecisionTable.read(store, DecisionTable.path(dedupDirectory, unit));
    List<Decision> decisions = new ArrayList<>(dedup.size());
    Map<Decision, Decision> known = new HashMap<>();
    List<Label> labels = List.copyOf(bucketing.labels());
    List<String> columns = new ArrayList<>(COLUMNS);
    labels.forEach(label -> columns.add(LABEL_COLUMNS.get(label)));
    Map<Label, String> said = new EnumMap<>(Label.class);
    try (ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, columns);
        while (rows.next()) {
          Decision earlier = dedup.get(decisions.size());
          Decision decision =
              earlier.keep()
                  ? bucketing.decide(
                      rows.string(0),
                      rows.string(1),
                      rows.isNull(2) ? Bucketing.UNKNOWN : rows.intValue(2),
                      rows.string(3),
                      said(rows, labels, said))
                  : earlier;
          decisions.add(known.computeIfAbsent(decision, Function.identity()));
        }
      }
    }
    return decisions;
  }

  /** The labels of a row, in the map that is given. */
  private static Map<Label, String> said(
      ParquetRows rows, List<Label> labels, Map<Label, String> said) {
    said.clear();
    for (int i = 0; i < labels.size(); i++) {
      int leaf = COLUMNS.size() + i;
      if (!rows.isNull(leaf)) {
        said.put(labels.get(i), rows.string(leaf));
      }
    }
    return said;
  }
}

package org.gristmill.spark.dedup;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionSummary;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.job.Partitions;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;

/**
 * Decides for every document of the missing units whether it is a copy, and writes the decisions.
 */
public final class DedupJob {
  /** Reason of a dropped document. */
  public static final String EXACT = "exact-duplicate";

  private static final int MAX_WRITERS = 2000;
  private static final long DOCUMENTS_PER_PARTITION = 500_000;

  private DedupJob() {}

  /**
   * Runs the job.
   *
   * @param directory directory of the stage below the work directory
   * @param units all units, committed ones included
   * @param missing fingerprints of the units without decisions
   * @param exact whether copies are dropped; otherwise everything is kept
   * @return what was decided, by unit
   */
  public static Map<String, DecisionSummary> run(
      SparkSession session,
      StoreLocation work,
      String directory,
      List<GenerationUnit> units,
      Set<String> missing,
      boolean exact) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    context.setJobDescription("dedup: " + missing.size() + " units");
    try {
      List<Target> targets = new ArrayList<>();
      for (int i = 0; i < units.size(); i++) {
        if (missing.contains(units.get(i).unit())) {
          targets.add(new Target(i, units.get(i).unit(), units.get(i).documents()));
        }
      }
      int writers = Math.min(targets.size(), MAX_WRITERS);
      Writer writer =
          new Writer(work, directory, targets, writers, TaskCounts.of(session, "decided"));
      List<DecisionSummary> summaries =
          exact
              ? ExactDuplicates.losers(session, work, units, partitions(session, units))
                  .filter(functions.col("unit").isin(indexes(targets)))
                  .repartitionById(
                      writers, functions.pmod(functions.col("unit"), functions.lit(writers)))
                  .toJavaRDD()
                  .mapPartitionsWithIndex((i, rows) -> writer.write(i, rows), false)
                  .collect()
              : context
                  .parallelize(Collections.nCopies(writers, 0), writers)
                  .mapPartitionsWithIndex(
                      (i, none) -> writer.write(i, Collections.emptyIterator()), false)
                  .collect();
      Map<String, DecisionSummary> byUnit = new TreeMap<>();
      summaries.forEach(summary -> byUnit.put(summary.unit(), summary));
      return byUnit;
    } finally {
      context.setJobDescription(null);
    }
  }

  private static Object[] indexes(List<Target> targets) {
    return targets.stream().map(Target::index).toArray();
  }

  private static int partitions(SparkSession session, List<GenerationUnit> units) {
    long documents = units.stream().mapToLong(GenerationUnit::documents).sum();
    long wanted = documents / DOCUMENTS_PER_PARTITION + 1;
    return (int) Math.min(10_000, Math.max(wanted, Partitions.of(session).count()));
  }

  private record Target(int index, String unit, long documents) implements Serializable {}

  /** Writes the decisions of the units that fall to one partition. */
  private record Writer(
      StoreLocation work, String directory, List<Target> targets, int writers, TaskCounts counts)
      implements Serializable {

    private Iterator<DecisionSummary> write(int partition, Iterator<Row> losers)
        throws IOException {
      Map<Integer, BitSet> dropped = new HashMap<>();
      while (losers.hasNext()) {
        Row loser = losers.next();
        dropped.computeIfAbsent(loser.getInt(0), unit -> new BitSet()).set(loser.getInt(1));
      }
      List<DecisionSummary> summaries = new ArrayList<>();
      try (Store store = work.open()) {
        for (Target target : targets) {
          if (target.index() % writers == partition) {
            BitSet rows = dropped.getOrDefault(target.index(), new BitSet());
            summaries.add(write(store, target, rows));
          }
        }
      }
      return summaries.iterator();
    }

    private DecisionSummary write(Store store, Target target, BitSet dropped) throws IOException {
      Decision kept = Decision.kept("");
      Decision copy = Decision.dropped(EXACT);
      int documents = Math.toIntExact(target.documents());
      List<Decision> decisions = new ArrayList<>(documents);
      for (int row = 0; row < documents; row++) {
        decisions.add(dropped.get(row) ? copy : kept);
      }
      FileDigest file =
          DecisionTable.write(store, DecisionTable.path(directory, target.unit()), decisions);
      counts.add(documents, file.bytes(), 0);
      return DecisionSummary.of(target.unit(), decisions, file);
    }
  }
}

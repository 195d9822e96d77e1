package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.Partitions;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.spark.job.Tasks;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.tokenization.store.TokenType;

/**
 * Writes one run of the token store: the kept documents of a generation's units, each once, sorted
 * by (key, doc_id, file identity, row, unit) inside its stratum. Tokens of documents that another
 * store of the same tokenizer already holds are moved, text is read for the rest only, by row
 * group. The one shuffle carries token bytes to the parts; addresses are joined before it, text
 * never moves.
 */
final class TokenizeJob {
  private final SparkSession session;
  private final JavaSparkContext context;
  private final StoreLocation work;
  private final String directory;
  private final String bucketDirectory;
  private final TokenizerSource tokenizer;
  private final Treatments treatments;
  private final TokenType type;
  private final HashMap<String, String> licenses;

  TokenizeJob(
      SparkSession session,
      StoreLocation work,
      String directory,
      String bucketDirectory,
      TokenizerSource tokenizer,
      Treatments treatments,
      TokenType type,
      Map<String, String> licenses) {
    this.session = session;
    this.context = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.work = work;
    this.directory = directory;
    this.bucketDirectory = bucketDirectory;
    this.tokenizer = tokenizer;
    this.treatments = treatments;
    this.type = type;
    this.licenses = new HashMap<>(licenses);
  }

  /**
   * Writes what is missing of a run. What is there of a run of the same number but of other units
   * is written anew.
   *
   * @param store the open work directory
   * @param run number of the run
   * @param units fingerprints of the units of the run
   * @param donors paths of parts whose tokens may be moved, without extension
   * @return the run, complete
   */
  RunRecord run(Store store, int run, List<String> units, List<String> donors) throws IOException {
    Optional<RunRecord> finished = RunRecord.readFinished(store, directory, run);
    if (finished.isPresent() && finished.get().units().equals(units)) {
      return finished.get();
    }
    Optional<RunRecord.Started> begun = RunRecord.Started.read(store, directory, run);
    if (finished.isPresent() || (begun.isPresent() && !begun.get().units().equals(units))) {
      RunRecord.delete(store, directory, run);
    }
    RunLayout layout = layout(run, units);
    BitSet written = new BitSet();
    for (PartSpec part : layout.parts()) {
      if (PartRecord.read(store, part.recordPath(directory)).isPresent()) {
        written.set(part.ordinal());
      }
    }
    RunRecord.Started started = write(store, run, units, layout, written, donors);
    RunRecord record = RunRecord.of(run, units, started, reread(store, layout));
    record.write(store, directory);
    return record;
  }

  private List<PartRecord> reread(Store store, RunLayout layout) throws IOException {
    List<PartRecord> records = new ArrayList<>();
    for (PartSpec part : layout.parts()) {
      records.add(
          PartRecord.read(store, part.recordPath(directory))
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Cannot finish the run: part "
                              + part.path(directory)
                              + " was not written")));
    }
    return records;
  }

  private RunLayout layout(int run, List<String> units) {
    UnitDocuments documents = new UnitDocuments(work, bucketDirectory, treatments);
    TreeMap<String, Long> textBytes = new TreeMap<>();
    Tasks.run(session, "tokenize: sizes of strata", units, documents::textBytes)
        .forEach(sums -> sums.forEach((slot, bytes) -> textBytes.merge(slot, bytes, Long::sum)));
    return RunLayout.of(run, textBytes, Partitions.of(session));
  }

  /** Notes what the run costs where that is not known yet, then writes the missing parts. */
  private RunRecord.Started write(
      Store store,
      int run,
      List<String> units,
      RunLayout layout,
      BitSet written,
      List<String> donors)
      throws IOException {
    Optional<RunRecord.Started> known = RunRecord.Started.read(store, directory, run);
    if (known.isEmpty() && !written.isEmpty()) {
      try (RunSource all = source(units, layout, new BitSet(), donors)) {
        start(store, run, units, all);
      }
      return write(store, run, units, layout, written, donors);
    }
    try (RunSource source = source(units, layout, written, donors)) {
      RunRecord.Started started =
          known.isPresent() ? known.get() : start(store, run, units, source);
      if (written.cardinality() < layout.parts().size()) {
        context.setJobDescription("tokenize: run " + run + ", " + units.size() + " units");
        write(units, layout, written, donors, source);
      }
      return started;
    } finally {
      context.setJobDescription(null);
    }
  }

  private RunSource source(
      List<String> units, RunLayout layout, BitSet written, List<String> donors) {
    UnitDocuments documents = new UnitDocuments(work, bucketDirectory, treatments);
    return new RunSource(context, work, documents, units, layout, written, donors);
  }

  /** What the run costs, decided once and remembered, so that a resumed run tells the same. */
  private RunRecord.Started start(Store store, int run, List<String> units, RunSource source)
      throws IOException {
    context.setJobDescription("tokenize: what is to be read");
    StoreLocation location = work;
    List<long[]> costs =
        source.plans().mapPartitions(plans -> costs(location, units, plans)).collect();
    long[] sums = new long[3];
    for (long[] cost : costs) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += cost[i];
      }
    }
    RunRecord.Started started = new RunRecord.Started(units, sums[0], sums[1], sums[2]);
    started.write(store, directory, run);
    return started;
  }

  /**
   * Bytes of text in the row groups that hold documents to be encoded, how many those are, and how
   * many are moved.
   */
  private static Iterator<long[]> costs(
      StoreLocation work, List<String> units, Iterator<UnitPlan> plans) throws IOException {
    List<long[]> costs = new ArrayList<>();
    while (plans.hasNext()) {
      UnitPlan plan = plans.next();
      long[] cost = {0, 0, plan.moved()};
      try (WantedGroups groups = new WantedGroups(work, units, plan.missing().iterator())) {
        for (Optional<WantedGroups.Group> group = groups.next();
            group.isPresent();
            group = groups.next()) {
          ParquetRows rows =
              group.get().table().read(group.get().group(), List.of(DocumentTable.BYTES));
          while (rows.next()) {
            cost[0] += rows.intValue(0);
          }
          cost[1] += group.get().rows().size();
        }
      }
      costs.add(cost);
    }
    return costs.iterator();
  }

  private void write(
      List<String> units, RunLayout layout, BitSet written, List<String> donors, RunSource source) {
    StoreLocation location = work;
    String bucket = bucketDirectory;
    TokenizerSource encoder = tokenizer;
    Treatments done = treatments;
    TaskCounts encoded = TaskCounts.of(session, "encoded");
    JavaRDD<Row> tokens =
        source
            .plans()
            .flatMap(plan -> plan.missing().iterator())
            .mapPartitions(
                wanted ->
                    new DocumentEncoder(
                        location, bucket, units, layout, encoder, done, wanted, encoded));
    Optional<JavaRDD<DonorParts.Move>> moves = source.moves();
    if (moves.isPresent()) {
      int width = type.width();
      tokens =
          tokens.union(
              moves
                  .get()
                  .mapPartitions(
                      sorted -> new DonorParts.Mover(location, donors, layout, width, sorted)));
    }
    PartsWriter writer =
        new PartsWriter(
            work, directory, layout, type, licenses, written, TaskCounts.of(session, "written"));
    session
        .createDataFrame(tokens, TokenRows.TOKENS)
        .repartitionById(layout.groups(), functions.col("group"))
        .sortWithinPartitions("part", "key", "doc_id", "file_identity", "row", "unit", "doc_row")
        .toJavaRDD()
        .mapPartitionsWithIndex(writer::write, false)
        .count();
  }
}

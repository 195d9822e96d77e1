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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.Partitions;
import org.gristmill.spark.job.StoreLocation;
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
  private static final int MAX_JOIN_PARTITIONS = 2000;

  private final SparkSession session;
  private final JavaSparkContext context;
  private final StoreLocation work;
  private final String directory;
  private final String bucketDirectory;
  private final TokenizerSource tokenizer;
  private final Treatments treatments;
  private final TokenType type;

  TokenizeJob(
      SparkSession session,
      StoreLocation work,
      String directory,
      String bucketDirectory,
      TokenizerSource tokenizer,
      Treatments treatments,
      TokenType type) {
    this.session = session;
    this.context = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.work = work;
    this.directory = directory;
    this.bucketDirectory = bucketDirectory;
    this.tokenizer = tokenizer;
    this.treatments = treatments;
    this.type = type;
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
    RunRecord.Started started = start(store, run, units, layout, donors);
    if (written.cardinality() < layout.parts().size()) {
      context.setJobDescription("tokenize: run " + run + ", " + units.size() + " units");
      try {
        write(units, layout, written, donors);
      } finally {
        context.setJobDescription(null);
      }
    }
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

  /** What the run costs, decided once and remembered, so that a resumed run tells the same. */
  private RunRecord.Started start(
      Store store, int run, List<String> units, RunLayout layout, List<String> donors)
      throws IOException {
    Optional<RunRecord.Started> known = RunRecord.Started.read(store, directory, run);
    if (known.isPresent()) {
      return known.get();
    }
    context.setJobDescription("tokenize: what is to be read");
    Source source = new Source(units, layout, new BitSet(), donors);
    try {
      StoreLocation location = work;
      List<long[]> costs =
          source.missing().mapPartitions(rows -> textCost(location, units, rows)).collect();
      long textBytes = 0;
      long encoded = 0;
      for (long[] cost : costs) {
        textBytes += cost[0];
        encoded += cost[1];
      }
      long moved = source.moves().map(moves -> moves.count()).orElse(0L);
      RunRecord.Started started = new RunRecord.Started(units, textBytes, encoded, moved);
      started.write(store, directory, run);
      return started;
    } finally {
      source.close();
      context.setJobDescription(null);
    }
  }

  /** Bytes of text in the row groups that hold wanted rows, and how many rows are wanted. */
  private static Iterator<long[]> textCost(
      StoreLocation work, List<String> units, Iterator<Row> wanted) throws IOException {
    long[] cost = new long[2];
    try (WantedGroups groups = new WantedGroups(work, units, wanted)) {
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
    return List.of(cost).iterator();
  }

  private void write(List<String> units, RunLayout layout, BitSet written, List<String> donors) {
    Source source = new Source(units, layout, written, donors);
    try {
      StoreLocation location = work;
      String bucket = bucketDirectory;
      TokenizerSource encoder = tokenizer;
      Treatments done = treatments;
      JavaRDD<Row> tokens =
          source
              .missing()
              .mapPartitions(
                  rows ->
                      new DocumentEncoder(location, bucket, units, layout, encoder, done, rows));
      Optional<JavaRDD<Row>> moves = source.moves();
      if (moves.isPresent()) {
        int width = type.width();
        tokens =
            tokens.union(
                moves
                    .get()
                    .mapPartitions(
                        rows -> new DonorParts.Mover(location, donors, layout, width, rows)));
      }
      PartsWriter writer = new PartsWriter(work, directory, layout, type, written);
      session
          .createDataFrame(tokens, TokenRows.TOKENS)
          .repartitionById(layout.groups(), functions.col("group"))
          .sortWithinPartitions("part", "key", "doc_id", "file_identity", "row", "unit", "doc_row")
          .toJavaRDD()
          .mapPartitionsWithIndex(writer::write, false)
          .count();
    } finally {
      source.close();
    }
  }

  /** Splits the wanted documents of a run into those to be encoded and those to be moved. */
  private final class Source {
    private final List<String> units;
    private final RunLayout layout;
    private final BitSet written;
    private final List<String> donors;
    private final Optional<Dataset<Row>> joined;

    private Source(List<String> units, RunLayout layout, BitSet written, List<String> donors) {
      this.units = units;
      this.layout = layout;
      this.written = written;
      this.donors = donors;
      this.joined = donors.isEmpty() ? Optional.empty() : Optional.of(join());
    }

    private JavaRDD<Row> wanted() {
      UnitDocuments documents = new UnitDocuments(work, bucketDirectory, treatments);
      List<Integer> indexes = indexes(units.size());
      List<String> names = units;
      RunLayout parts = layout;
      BitSet done = written;
      return context
          .parallelize(indexes, Math.max(1, indexes.size()))
          .flatMap(i -> documents.wanted(i, names.get(i), parts, done).iterator());
    }

    private JavaRDD<Row> offers() {
      Map<String, Integer> numbers = new HashMap<>();
      units.forEach(unit -> numbers.put(unit, numbers.size()));
      StoreLocation location = work;
      List<String> names = donors;
      List<Integer> indexes = indexes(donors.size());
      return context
          .parallelize(indexes, indexes.size())
          .flatMap(i -> DonorParts.offers(location, i, names.get(i), numbers).iterator());
    }

    private Dataset<Row> join() {
      String[] address = {"unit", "doc_row", "treatment"};
      Dataset<Row> best =
          session
              .createDataFrame(offers(), TokenRows.DONATED)
              .groupBy("unit", "doc_row", "treatment")
              .agg(functions.min(functions.struct("donor", "ordinal")).as("donated"));
      Dataset<Row> joined =
          session
              .createDataFrame(wanted(), TokenRows.WANTED)
              .join(best, address, "left_outer")
              .select("unit", "doc_row", "treatment", "part", "donated");
      return joined.persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Rows of {@link TokenRows#WANTED}, sorted by unit and row inside partitions. */
    private JavaRDD<Row> missing() {
      if (joined.isEmpty()) {
        return wanted();
      }
      return joined
          .get()
          .filter("donated is null")
          .select("unit", "doc_row", "treatment", "part")
          .repartitionById(partitions(units.size()), spread("unit", units.size()))
          .sortWithinPartitions("unit", "doc_row")
          .toJavaRDD();
    }

    /** Rows (donor, ordinal, part), sorted inside partitions. */
    private Optional<JavaRDD<Row>> moves() {
      return joined.map(
          rows ->
              rows.filter("donated is not null")
                  .select("donated.donor", "donated.ordinal", "part")
                  .repartitionById(partitions(donors.size()), spread("donor", donors.size()))
                  .sortWithinPartitions("donor", "ordinal")
                  .toJavaRDD());
    }

    private org.apache.spark.sql.Column spread(String column, int size) {
      return functions.pmod(functions.col(column), functions.lit(partitions(size)));
    }

    private static int partitions(int size) {
      return Math.max(1, Math.min(size, MAX_JOIN_PARTITIONS));
    }

    private static List<Integer> indexes(int size) {
      List<Integer> indexes = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        indexes.add(i);
      }
      return indexes;
    }

    private void close() {
      joined.ifPresent(rows -> rows.unpersist(false));
    }
  }
}

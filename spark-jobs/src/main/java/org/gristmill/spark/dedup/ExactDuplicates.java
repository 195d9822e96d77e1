package org.gristmill.spark.dedup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gristmill.common.recipe.Split;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/**
 * Finds documents with equal text. Of all documents with one {@code doc_id} the one of the earliest
 * generation survives; inside a generation one that is held out for validation before one to train
 * on, so that nobody trains on what is held out, and then the one with the smallest (file identity,
 * row, fingerprint of the settings its file is read with); the others are losers. No two documents
 * agree in all of these, because equal files under equal settings are read once. Only ids and
 * addresses are shuffled: 16 bytes of id, 48 of address.
 */
final class ExactDuplicates {
  private static final List<String> COLUMNS =
      List.of(DocumentTable.DOC_ID, DocumentTable.FILE_IDENTITY, DocumentTable.ROW);
  private static final StructType ADDRESS =
      new StructType()
          .add("doc_high", DataTypes.LongType, false)
          .add("doc_low", DataTypes.LongType, false)
          .add("generation", DataTypes.IntegerType, false)
          .add("split", DataTypes.IntegerType, false)
          .add("file_high", DataTypes.LongType, false)
          .add("file_low", DataTypes.LongType, false)
          .add("file_row", DataTypes.LongType, false)
          .add("settings", DataTypes.IntegerType, false)
          .add("unit", DataTypes.IntegerType, false)
          .add("row", DataTypes.IntegerType, false);
  private static final int UNIT = 8;
  private static final int ROW = 9;

  /** Rows of the result: a document that is a copy of a survivor. */
  static final StructType LOSER =
      new StructType()
          .add("unit", DataTypes.IntegerType, false)
          .add("row", DataTypes.IntegerType, false);

  private ExactDuplicates() {}

  /**
   * The losers among the documents of all units.
   *
   * @param units fingerprint and generation of every unit; losers name a unit by its place in this
   *     list
   * @param partitions how many partitions the ids are spread over; changes nothing but speed
   */
  static Dataset<Row> losers(
      SparkSession session, StoreLocation work, List<GenerationUnit> units, int partitions) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<String> settings =
        units.stream().map(GenerationUnit::settings).distinct().sorted().toList();
    List<IndexedUnit> indexed = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      GenerationUnit unit = units.get(i);
      int rank = settings.indexOf(unit.settings());
      indexed.add(new IndexedUnit(i, unit.unit(), unit.generation(), unit.split(), rank));
    }
    JavaRDD<Row> addresses =
        context
            .parallelize(indexed, indexed.size())
            .flatMap(unit -> addresses(work, unit).iterator());
    JavaRDD<Row> losers =
        session
            .createDataFrame(addresses, ADDRESS)
            .repartition(partitions, functions.col("doc_high"), functions.col("doc_low"))
            .sortWithinPartitions(
                "doc_high",
                "doc_low",
                "generation",
                "split",
                "file_high",
                "file_low",
                "file_row",
                "settings")
            .toJavaRDD()
            .mapPartitions(Losers::new);
    return session.createDataFrame(losers, LOSER);
  }

  private static List<Row> addresses(StoreLocation work, IndexedUnit unit) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Store store = work.open();
        ParquetTableReader table =
            ParquetTableReader.open(store, DocumentTable.path(unit.fingerprint()))) {
      int row = 0;
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows documents = table.read(group, COLUMNS);
        while (documents.next()) {
          byte[] id = documents.bytes(0);
          byte[] file = HexFormat.of().parseHex(documents.string(1));
          rows.add(
              RowFactory.create(
                  ordered(id, 0),
                  ordered(id, Long.BYTES),
                  unit.generation(),
                  unit.split() == Split.VALIDATION ? 0 : 1,
                  ordered(file, 0),
                  ordered(file, Long.BYTES),
                  documents.longValue(2),
                  unit.settings(),
                  unit.index(),
                  row++));
        }
      }
    }
    return rows;
  }

  /** Eight big-endian bytes as a long whose signed order is the bytes' unsigned order. */
  private static long ordered(byte[] bytes, int offset) {
    return java.nio.ByteBuffer.wrap(bytes).getLong(offset) ^ Long.MIN_VALUE;
  }

  private record IndexedUnit(
      int index, String fingerprint, int generation, Split split, int settings)
      implements java.io.Serializable {}

  /** Passes over each group of equal ids and gives all but its first member. */
  private static final class Losers implements Iterator<Row> {
    private final Iterator<Row> sorted;
    private boolean any;
    private long high;
    private long low;
    private Row loser;

    private Losers(Iterator<Row> sorted) {
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      while (loser == null && sorted.hasNext()) {
        Row row = sorted.next();
        if (any && row.getLong(0) == high && row.getLong(1) == low) {
          loser = RowFactory.create(row.getInt(UNIT), row.getInt(ROW));
        }
        any = true;
        high = row.getLong(0);
        low = row.getLong(1);
      }
      return loser != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      Row next = loser;
      loser = null;
      return next;
    }
  }
}

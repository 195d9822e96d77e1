package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.document.Edits;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/**
 * The kept documents of a unit, from columns and decisions alone.
 *
 * @param work the work directory
 * @param bucketDirectory directory of the bucket stage
 */
record UnitDocuments(StoreLocation work, String bucketDirectory) implements Serializable {
  private static final List<String> COLUMNS =
      List.of(DocumentTable.KEY, DocumentTable.BYTES, DocumentTable.SPLIT);

  private interface Visitor {
    void kept(int row, Decision decision, long key, int bytes, String split);
  }

  private void visit(String unit, Visitor visitor) throws IOException {
    try (Store store = work.open();
        ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
      List<Decision> decisions =
          DecisionTable.read(store, DecisionTable.path(bucketDirectory, unit));
      int row = 0;
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, COLUMNS);
        while (rows.next()) {
          Decision decision = decisions.get(row);
          if (decision.keep()) {
            visitor.kept(row, decision, rows.longValue(0), rows.intValue(1), rows.string(2));
          }
          row++;
        }
      }
    }
  }

  /** Bytes of text of the unit by {@link RunLayout#slotName}. */
  TreeMap<String, Long> textBytes(String unit) throws IOException {
    TreeMap<String, Long> sums = new TreeMap<>();
    visit(
        unit,
        (row, decision, key, bytes, split) ->
            sums.merge(RunLayout.slotName(decision, split), (long) bytes, Long::sum));
    return sums;
  }

  /**
   * Rows of {@link TokenRows#WANTED} in document order.
   *
   * @param index number that stands for the unit
   * @param layout parts of the run
   * @param written ordinals of parts that need nothing any more
   */
  List<Row> wanted(int index, String unit, RunLayout layout, BitSet written) throws IOException {
    List<Row> wanted = new ArrayList<>();
    visit(
        unit,
        (row, decision, key, bytes, split) -> {
          int part = layout.partOf(RunLayout.slotName(decision, split), key);
          if (!written.get(part)) {
            wanted.add(RowFactory.create(index, row, Edits.identity(decision.edits()), part));
          }
        });
    return wanted;
  }
}

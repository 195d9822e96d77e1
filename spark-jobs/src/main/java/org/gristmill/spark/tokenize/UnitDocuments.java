package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
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
 * @param treatments what is done to documents
 */
record UnitDocuments(StoreLocation work, String bucketDirectory, Treatments treatments)
    implements Serializable {
  private static final List<String> COLUMNS =
      List.of(DocumentTable.KEY, DocumentTable.BYTES, DocumentTable.SPLIT, DocumentTable.KIND);

  private interface Visitor {
    void kept(int row, Decision decision, ParquetRows columns);
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
            visitor.kept(row, decision, rows);
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
        (row, decision, columns) ->
            sums.merge(
                RunLayout.slotName(decision, columns.string(2)),
                (long) columns.intValue(1),
                Long::sum));
    return sums;
  }

  /**
   * The documents that parts need, nothing offered yet.
   *
   * @param index number that stands for the unit
   * @param layout parts of the run
   * @param written ordinals of parts that need nothing any more
   */
  UnitPlan wanted(int index, String unit, RunLayout layout, BitSet written) throws IOException {
    UnitPlan wanted = new UnitPlan(index);
    visit(
        unit,
        (row, decision, columns) -> {
          long key = columns.longValue(0);
          int part = layout.partOf(RunLayout.slotName(decision, columns.string(2)), key);
          if (!written.get(part)) {
            long edits = Edits.identity(decision.edits());
            String kind = columns.string(3);
            wanted.add(row, treatments.identity(kind, decision.stratum(), key, edits), part);
          }
        });
    return wanted;
  }
}

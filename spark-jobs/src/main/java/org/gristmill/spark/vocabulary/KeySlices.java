package org.gristmill.spark.vocabulary;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import scala.Tuple2;

/**
 * Sums the bytes of a unit's kept training documents by language and slice of keys, and their
 * characters, as far as they are counted, by slice.
 */
final class KeySlices implements PairFlatMapFunction<String, Integer, Long> {
  private static final long serialVersionUID = 1;
  private static final List<String> COLUMNS =
      List.of(
          DocumentTable.LANGUAGE,
          DocumentTable.KEY,
          DocumentTable.BYTES,
          DocumentTable.SPLIT,
          DocumentTable.CHARACTERS);

  private final StoreLocation work;
  private final String dedupDirectory;
  private final long documentCharacters;

  KeySlices(StoreLocation work, String dedupDirectory, long documentCharacters) {
    this.work = work;
    this.dedupDirectory = dedupDirectory;
    this.documentCharacters = documentCharacters;
  }

  @Override
  public Iterator<Tuple2<Integer, Long>> call(String unit) throws IOException {
    TreeMap<Integer, Long> sums = new TreeMap<>();
    try (Store store = work.open();
        ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
      List<Decision> dedup = DecisionTable.read(store, DecisionTable.path(dedupDirectory, unit));
      int row = 0;
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, COLUMNS);
        while (rows.next()) {
          if (dedup.get(row++).keep() && rows.string(3).equals("train")) {
            int slot = Selection.slot(rows.string(0), rows.longValue(1));
            sums.merge(slot, (long) rows.intValue(2), Long::sum);
            long characters = rows.isNull(4) ? 0 : Math.min(documentCharacters, rows.intValue(4));
            sums.merge(Selection.characterSlot(rows.longValue(1)), characters, Long::sum);
          }
        }
      }
    }
    List<Tuple2<Integer, Long>> pairs = new ArrayList<>(sums.size());
    sums.forEach((slot, bytes) -> pairs.add(new Tuple2<>(slot, bytes)));
    return pairs.iterator();
  }
}

package org.gristmill.spark.vocabulary;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.document.Said;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.WordCounts;
import scala.Tuple2;

/**
 * Counts the words of a unit's chosen documents; a word is its bytes, one character each. Of
 * conversations what is said counts, not how it is spelled.
 */
final class WordCounter implements PairFlatMapFunction<String, String, Long> {
  private static final long serialVersionUID = 1;
  private static final List<String> COLUMNS =
      List.of(
          DocumentTable.LANGUAGE,
          DocumentTable.KEY,
          DocumentTable.SPLIT,
          DocumentTable.TEXT,
          DocumentTable.KIND);

  private final StoreLocation work;
  private final String dedupDirectory;
  private final Selection selection;
  private final String pattern;
  private final long documentCharacters;
  private final TaskCounts taskCounts;

  WordCounter(
      StoreLocation work,
      String dedupDirectory,
      Selection selection,
      String pattern,
      long documentCharacters,
      TaskCounts taskCounts) {
    this.taskCounts = taskCounts;
    this.documentCharacters = documentCharacters;
    this.work = work;
    this.dedupDirectory = dedupDirectory;
    this.selection = selection;
    this.pattern = pattern;
  }

  @Override
  public Iterator<Tuple2<String, Long>> call(String unit) throws IOException {
    WordCounts counts = new WordCounts(PreTokenizer.Pattern.ofLabel(pattern));
    try (Store store = work.open();
        ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
      List<Decision> dedup = DecisionTable.read(store, DecisionTable.path(dedupDirectory, unit));
      int row = 0;
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, COLUMNS);
        while (rows.next()) {
          boolean chosen =
              dedup.get(row++).keep()
                  && selection.takes(rows.string(0), rows.longValue(1))
                  && rows.string(2).equals("train");
          if (chosen && !rows.isNull(3)) {
            byte[] text = rows.bytes(3);
            counts.add(Said.of(rows.string(4), text), documentCharacters);
            taskCounts.add(1, text.length, 0);
          }
        }
      }
    }
    return counts.counts().entrySet().stream()
        .map(word -> new Tuple2<>(word.getKey(), word.getValue()[0]))
        .iterator();
  }
}

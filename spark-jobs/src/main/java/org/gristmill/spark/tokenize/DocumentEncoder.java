package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.document.Edits;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/** Reads wanted documents, applies their edits, encodes them: wanted rows in, token rows out. */
final class DocumentEncoder implements Iterator<Row> {
  private static final List<String> COLUMNS =
      List.of(
          DocumentTable.TEXT,
          DocumentTable.DOC_ID,
          DocumentTable.KEY,
          DocumentTable.SOURCE,
          DocumentTable.FILE_IDENTITY,
          DocumentTable.ROW);

  private final StoreLocation work;
  private final String bucketDirectory;
  private final WantedGroups groups;
  private final RunLayout layout;
  private final TokenizerSource source;
  private final Tokenizer tokenizer;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private int[] ids = new int[1 << 16];
  private String decidedUnit = "";
  private List<Decision> decisions = List.of();

  DocumentEncoder(
      StoreLocation work,
      String bucketDirectory,
      List<String> units,
      RunLayout layout,
      TokenizerSource source,
      Iterator<Row> wanted)
      throws IOException {
    this.work = work;
    this.bucketDirectory = bucketDirectory;
    this.groups = new WantedGroups(work, units, wanted);
    this.layout = layout;
    this.source = source;
    this.tokenizer = source.load();
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty()) {
        Optional<WantedGroups.Group> group = groups.next();
        if (group.isEmpty()) {
          return false;
        }
        encode(group.get());
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void encode(WantedGroups.Group group) throws IOException {
    ParquetRows rows = group.table().read(group.group(), COLUMNS);
    for (Row wanted : group.rows()) {
      int row = wanted.getInt(1);
      while (rows.row() + group.firstRow() < row) {
        rows.next();
      }
      long edits = wanted.getLong(2);
      byte[] text = rows.bytes(0);
      if (edits != 0) {
        text = Edits.apply(text, decision(group.unit(), row).edits());
      }
      int part = wanted.getInt(3);
      ready.add(
          RowFactory.create(
              layout.parts().get(part).group(),
              part,
              rows.longValue(2),
              rows.bytes(1),
              rows.string(4),
              rows.longValue(5),
              group.unit(),
              row,
              edits,
              rows.string(3),
              tokens(text)));
    }
  }

  private byte[] tokens(byte[] text) {
    if (ids.length <= text.length) {
      ids = new int[Math.max(text.length + 1, ids.length * 2)];
    }
    int count = tokenizer.encode(text, 0, text.length, SpecialTokens.AS_TEXT, ids, 0);
    ids[count++] = source.endOfDocument();
    return TokenRows.pack(ids, count, source.width());
  }

  private Decision decision(String unit, int row) throws IOException {
    if (!unit.equals(decidedUnit)) {
      try (Store store = work.open()) {
        decisions = DecisionTable.read(store, DecisionTable.path(bucketDirectory, unit));
      }
      decidedUnit = unit;
    }
    return decisions.get(row);
  }
}

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
import org.gristmill.spark.job.TaskCounts;
import org.gristmill.storage.parquet.ParquetRows;

/**
 * Reads wanted documents, applies their edits, encodes them: wanted documents in, token rows out.
 */
final class DocumentEncoder implements Iterator<Row> {
  private static final List<String> COLUMNS =
      List.of(
          DocumentTable.TEXT,
          DocumentTable.DOC_ID,
          DocumentTable.KEY,
          DocumentTable.SOURCE,
          DocumentTable.FILE_IDENTITY,
          DocumentTable.ROW,
          DocumentTable.KIND,
          DocumentTable.TOKENS);

  private final StoreLocation work;
  private final String bucketDirectory;
  private final WantedGroups groups;
  private final RunLayout layout;
  private final DocumentTokens tokens;
  private final TaskCounts counts;
  private final ArrayDeque<Row> ready = new ArrayDeque<>();
  private String decidedUnit = "";
  private List<Decision> decisions = List.of();

  DocumentEncoder(
      StoreLocation work,
      String bucketDirectory,
      List<String> units,
      RunLayout layout,
      TokenizerSource source,
      Treatments treatments,
      Iterator<Wanted> wanted,
      TaskCounts counts)
      throws IOException {
    this.work = work;
    this.counts = counts;
    this.bucketDirectory = bucketDirectory;
    this.groups = new WantedGroups(work, units, wanted);
    this.layout = layout;
    this.tokens = new DocumentTokens(source, source.load(), treatments);
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
    for (Wanted wanted : group.rows()) {
      int row = wanted.row();
      while (rows.row() + group.firstRow() < row) {
        rows.next();
      }
      long treatment = wanted.treatment();
      PartSpec part = layout.parts().get(wanted.part());
      long key = rows.longValue(2);
      DocumentTokens.Encoded encoded = encoded(rows, group.unit(), wanted, part.stratum(), key);
      ready.add(
          RowFactory.create(
              part.group(),
              part.ordinal(),
              key,
              rows.bytes(1),
              rows.string(4),
              rows.longValue(5),
              group.unit(),
              row,
              treatment,
              rows.string(3),
              encoded.tokens(),
              encoded.mask(),
              encoded.chosen()));
    }
  }

  private DocumentTokens.Encoded encoded(
      ParquetRows rows, String unit, Wanted wanted, String stratum, long key) throws IOException {
    if (rows.isNull(0)) {
      DocumentTokens.Encoded kept = tokens.of(rows.ints(7));
      counts.add(1, 0, kept.count(tokens.width()));
      return kept;
    }
    byte[] text = rows.bytes(0);
    if (wanted.treatment() != 0) {
      text = Edits.apply(text, decision(unit, wanted.row()).edits());
    }
    DocumentTokens.Encoded encoded = tokens.of(text, rows.string(6), stratum, key);
    counts.add(1, text.length, encoded.count(tokens.width()));
    return encoded;
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

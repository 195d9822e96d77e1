package org.gristmill.spark.tokenize;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.store.Store;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.storage.parquet.ParquetTableReader;

/**
 * Walks wanted rows, sorted by (unit, row), and gathers those of one row group at a time, so that
 * row groups without a wanted document are never read.
 */
final class WantedGroups implements Closeable {
  private final StoreLocation work;
  private final List<String> units;
  private final Iterator<Wanted> wanted;
  private Wanted ahead;
  private int unit = -1;
  private Store store;
  private ParquetTableReader table;
  private int group;
  private long groupStart;

  /**
   * The wanted rows of one row group.
   *
   * @param table the open documents of the unit
   * @param unit fingerprint of the unit
   * @param group number of the row group
   * @param firstRow row of the unit the row group starts with
   * @param rows wanted documents in it, ascending
   */
  record Group(
      ParquetTableReader table, String unit, int group, long firstRow, List<Wanted> rows) {}

  WantedGroups(StoreLocation work, List<String> units, Iterator<Wanted> wanted) {
    this.work = work;
    this.units = units;
    this.wanted = wanted;
  }

  Optional<Group> next() throws IOException {
    if (ahead == null && wanted.hasNext()) {
      ahead = wanted.next();
    }
    if (ahead == null) {
      close();
      return Optional.empty();
    }
    if (ahead.unit() != unit) {
      open(ahead.unit());
    }
    while (ahead.row() >= groupStart + table.rows(group)) {
      groupStart += table.rows(group++);
    }
    long groupEnd = groupStart + table.rows(group);
    List<Wanted> rows = new ArrayList<>();
    while (ahead != null && ahead.unit() == unit && ahead.row() < groupEnd) {
      rows.add(ahead);
      ahead = wanted.hasNext() ? wanted.next() : null;
    }
    return Optional.of(new Group(table, units.get(unit), group, groupStart, rows));
  }

  private void open(int wantedUnit) throws IOException {
    close();
    unit = wantedUnit;
    group = 0;
    groupStart = 0;
    store = work.open();
    table = ParquetTableReader.open(store, DocumentTable.path(units.get(unit)));
  }

  @Override
  public void close() throws IOException {
    if (table != null) {
      table.close();
      store.close();
      table = null;
    }
  }
}

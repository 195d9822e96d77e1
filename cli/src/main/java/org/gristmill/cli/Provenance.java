package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/** Where a document of a token store came from: the tables beside its part and in its unit. */
final class Provenance {

  private static final int SHOWN = 72;

  private Provenance() {}

  /** Adds source, file, row and the beginning of the text to a summary. */
  static void add(Summary summary, Store store, String part, long ordinal) throws IOException {
    String unit;
    int documentRow;
    try (ParquetTableReader table = ParquetTableReader.open(store, part + ".docs.parquet")) {
      ParquetRows rows =
          seek(
              table,
              part + ".docs.parquet",
              ordinal,
              List.of("source", "file_identity", "row", "unit", "document_row"));
      summary.fact("source", "source", rows.string(0));
      summary.fact("file identity", "fileIdentity", rows.string(1));
      summary.count("row in the file", "fileRow", rows.longValue(2));
      unit = rows.string(3);
      documentRow = rows.intValue(4);
    }
    String documents = WorkDirectory.unitDirectory(unit) + "/documents.parquet";
    try (ParquetTableReader table = ParquetTableReader.open(store, documents)) {
      ParquetRows rows = seek(table, documents, documentRow, List.of("path", "entry", "text"));
      summary.fact("file", "file", rows.string(0));
      if (!rows.isNull(1)) {
        summary.fact("entry", "entry", rows.string(1));
      }
      summary.fact("documents", "documents", documents);
      summary.count("row in documents", "documentRow", documentRow);
      if (!rows.isNull(2)) {
        summary.fact("its text begins", "textStart", clip(rows.string(2)));
      }
    }
  }

  private static ParquetRows seek(
      ParquetTableReader table, String path, long row, List<String> columns) throws IOException {
    long before = 0;
    for (int group = 0; group < table.rowGroups(); group++) {
      if (row < before + table.rows(group)) {
        ParquetRows rows = table.read(group, columns);
        for (long skipped = before; skipped <= row; skipped++) {
          rows.next();
        }
        return rows;
      }
      before += table.rows(group);
    }
    throw new CorruptDataException(
        Wording.of("Cannot find row %d in %s: it has %d rows", row, path, table.rows()));
  }

  private static String clip(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    int[] points = line.codePoints().limit(SHOWN + 1L).toArray();
    return points.length <= SHOWN ? line : new String(points, 0, SHOWN - 3) + "...";
  }
}

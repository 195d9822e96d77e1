package org.gristmill.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/**
 * Reads a Parquet file: a text column and, where asked, the corpus's identifier and quality label.
 * Only these columns are fetched. A damaged file is rejected as a file; what was read of a damaged
 * row group before the damage stays, and so do the other row groups, whichever slices they are in.
 */
public final class ParquetReader implements SourceReader {
  private final Columns columns;
  private final String domain;
  private final long maxDocumentBytes;

  /**
   * Reads the given columns.
   *
   * @param columns which columns mean what; each must exist in every file
   * @param domain domain of every document
   * @param maxDocumentBytes texts above this are rejected
   */
  public ParquetReader(Columns columns, String domain, long maxDocumentBytes) {
    this.columns = columns;
    this.domain = domain;
    this.maxDocumentBytes = maxDocumentBytes;
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (ParquetTableReader file = ParquetTableReader.open(store, path)) {
      List<String> names = names(file.schema(), path);
      long row = 0;
      for (int group = 0; group < file.rowGroups(); group++) {
        if (slice.contains(file.middle(group), file.bytes())) {
          group(file, group, names, row, sink);
        }
        row += file.rows(group);
      }
    } catch (CorruptDataException | EOFException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  /** The asked columns, text first, after a check that they are there and of a readable type. */
  private List<String> names(MessageType schema, String path) {
    List<String> names = new ArrayList<>(List.of(columns.text()));
    columns.id().ifPresent(names::add);
    columns.quality().ifPresent(names::add);
    for (String name : names) {
      if (!schema.containsField(name)) {
        throw new ConfigException(
            "Cannot read column '"
                + name
                + "' of "
                + path
                + ": there is no such column; expected one of "
                + schema.getFields().stream().map(Type::getName).toList());
      }
      Type type = schema.getType(name);
      boolean text = name.equals(columns.text());
      boolean plain = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
      if (!plain
          || (text && type.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY)) {
        throw new ConfigException(
            "Cannot read column '"
                + name
                + "' of "
                + path
                + ": its type is '"
                + type
                + "'; expected "
                + (text ? "a string" : "a plain value"));
      }
    }
    return names;
  }

  private void group(
      ParquetTableReader file, int group, List<String> names, long firstRow, SourceSink sink)
      throws IOException {
    try {
      group(file.read(group, names), firstRow, sink);
    } catch (CorruptDataException | EOFException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  private void group(ParquetRows rows, long firstRow, SourceSink sink) throws IOException {
    int quality = columns.id().isPresent() ? 2 : 1;
    while (rows.next()) {
      long row = firstRow + rows.row();
      if (rows.isNull(0)) {
        reject(sink, row, RejectReason.MISSING_TEXT, "'" + columns.text() + "' is null");
        continue;
      }
      byte[] text = rows.bytes(0);
      if (text.length > maxDocumentBytes) {
        String detail = text.length + " bytes, above max_document_bytes " + maxDocumentBytes;
        reject(sink, row, RejectReason.OVERSIZE, detail);
        continue;
      }
      Optional<String> id = columns.id().isPresent() ? label(rows, 1) : Optional.empty();
      Optional<String> label =
          columns.quality().isPresent() ? label(rows, quality) : Optional.empty();
      sink.document(new SourceDocument(row, text, "text", domain, "", id, label));
    }
  }

  private static Optional<String> label(ParquetRows rows, int leaf) {
    return rows.isNull(leaf) ? Optional.empty() : Optional.of(rows.label(leaf));
  }

  private static void reject(SourceSink sink, long row, RejectReason reason, String detail)
      throws IOException {
    sink.reject(Rejection.row(row, OptionalLong.empty(), "", reason, detail));
  }
}

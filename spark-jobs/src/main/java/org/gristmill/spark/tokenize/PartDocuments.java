package org.gristmill.spark.tokenize;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.storage.parquet.ParquetTableWriter;

/**
 * The {@code .docs.parquet} beside a part: one row per document of the part, in its order, that
 * says where the document came from.
 */
final class PartDocuments implements Closeable {
  static final String EXTENSION = ".docs.parquet";
  static final String DOC_ID = "doc_id";
  static final String KEY = "key";
  static final String LENGTH = "length";
  static final String SOURCE = "source";
  static final String FILE_IDENTITY = "file_identity";
  static final String ROW = "row";
  static final String UNIT = "unit";
  static final String DOCUMENT_ROW = "document_row";
  static final String EDITS = "edits";

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message part_document {
            required binary doc_id;
            required int64 key;
            required int32 length;
            required binary source (UTF8);
            required binary file_identity (UTF8);
            required int64 row;
            required binary unit (UTF8);
            required int32 document_row;
            required int64 edits;
          }
          """);

  private final ParquetTableWriter table;

  PartDocuments(Store store, String partPath) throws IOException {
    table =
        new ParquetTableWriter(
            store,
            partPath + EXTENSION,
            SCHEMA,
            ParquetTableWriter.DEFAULT_ROW_GROUP_BYTES,
            List.of(DOC_ID, KEY));
  }

  /** Adds the document of a {@link TokenRows#TOKENS} row. */
  void add(byte[] docId, long key, int length, Place place) throws IOException {
    table.write(
        docId,
        key,
        length,
        place.source(),
        place.fileIdentity(),
        place.row(),
        place.unit(),
        place.documentRow(),
        place.edits());
  }

  /**
   * Where a document came from.
   *
   * @param source name of the source
   * @param fileIdentity identity of the input file, hexadecimal
   * @param row row in the input file
   * @param unit fingerprint of the unit
   * @param documentRow row in the unit's documents
   * @param edits identity of what was done to its text, {@link Treatments#identity}
   */
  record Place(
      String source, String fileIdentity, long row, String unit, int documentRow, long edits) {}

  FileDigest commit() throws IOException {
    return table.commit(Map.of("gristmill.part_documents", "1"));
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}

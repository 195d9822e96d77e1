package org.gristmill.spark.document;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.spark.source.SourceDocument;
import org.gristmill.spark.text.Language;
import org.gristmill.spark.text.TextMeter;
import org.gristmill.storage.parquet.ParquetTableWriter;

/** Writes a unit's documents. Not thread-safe. */
public final class DocumentWriter implements Closeable {
  private final ParquetTableWriter table;

  /**
   * What all documents of one input file share.
   *
   * @param source name of the source
   * @param path path of the file relative to the root of its source
   * @param fileIdentity content identity of the file, hexadecimal
   * @param split train or validation
   * @param license licence of the source, empty if none is given
   * @param tokenizer fingerprint of the tokenizer of documents that are tokens, empty elsewhere
   */
  public record Origin(
      String source,
      String path,
      String fileIdentity,
      String split,
      String license,
      String tokenizer) {}

  /**
   * Starts a file.
   *
   * @throws IOException if it cannot be started
   */
  public DocumentWriter(Store store, String path) throws IOException {
    table =
        new ParquetTableWriter(
            store,
            path,
            DocumentTable.SCHEMA,
            ParquetTableWriter.DEFAULT_ROW_GROUP_BYTES,
            List.of(DocumentTable.TEXT, DocumentTable.DOC_ID, DocumentTable.KEY));
  }

  /**
   * Adds a document.
   *
   * @param meter holds the measures of what the document says
   * @throws IOException if a row group cannot be written
   */
  public void add(Origin origin, SourceDocument document, TextMeter meter) throws IOException {
    byte[] text = document.text();
    DocumentId id = DocumentId.ofText(text, 0, text.length);
    String language = meter.language().slug();
    Object[] signals = {meter.characters(), text.length, meter.lines(), meter.hanFraction()};
    write(origin, document, text, null, id, language, signals);
  }

  /**
   * Adds a document of tokens, of whose text nothing is known.
   *
   * @throws IOException if a row group cannot be written
   */
  public void addTokens(Origin origin, SourceDocument document) throws IOException {
    int[] tokens = document.tokens().orElseThrow();
    DocumentId id = DocumentId.ofTokens(tokens, 0, tokens.length);
    String language = document.labels().language().orElse(Language.OTHER.slug());
    Object[] signals = {null, Math.multiplyExact(tokens.length, Integer.BYTES), null, null};
    write(origin, document, null, tokens, id, language, signals);
  }

  private void write(
      Origin origin,
      SourceDocument document,
      byte[] text,
      int[] tokens,
      DocumentId id,
      String language,
      Object[] signals)
      throws IOException {
    table.write(
        text,
        tokens,
        id.toBytes(),
        id.key(),
        origin.source(),
        document.labels().domain(),
        document.kind(),
        language,
        signals[0],
        signals[1],
        signals[2],
        signals[3],
        document.corpusId().orElse(null),
        origin.path(),
        document.entry().isEmpty() ? null : document.entry(),
        document.row(),
        origin.fileIdentity(),
        origin.split(),
        document.labels().quality().orElse(null),
        document.labels().perplexity().orElse(null),
        origin.license().isEmpty() ? null : origin.license(),
        document.labels().language().orElse(null),
        document.labels().category().orElse(null),
        document.labels().part().orElse(null),
        tokens == null ? null : origin.tokenizer());
  }

  /** Documents written so far. */
  public long documents() {
    return table.rows();
  }

  /**
   * Completes the file.
   *
   * @throws IOException if it cannot be completed; it is then not there
   */
  public FileDigest commit() throws IOException {
    return table.commit(
        Map.of("gristmill.documents", Integer.toString(DocumentTable.FORMAT_VERSION)));
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}

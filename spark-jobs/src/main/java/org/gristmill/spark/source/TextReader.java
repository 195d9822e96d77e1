package org.gristmill.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;

/** Reads a file of UTF-8 as one document, row 0. */
public final class TextReader implements SourceReader {
  private final RowLabels labels;
  private final long maxDocumentBytes;

  /**
   * Reads texts .
   *
   * @param labels labels of every document
   * @param maxDocumentBytes files above this are rejected
   */
  public TextReader(RowLabels labels, long maxDocumentBytes) {
    this.labels = labels;
    this.maxDocumentBytes = maxDocumentBytes;
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    byte[] text;
    try (InputStream in = SourceInput.open(store, path)) {
      text =
          in.readNBytes(
              (int) Math.min(maxDocumentBytes + ByteOrderMark.LENGTH + 1, LineReader.LONGEST));
    } catch (DamagedInputException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
      return;
    }
    int start = ByteOrderMark.length(text, text.length);
    if (text.length - start > maxDocumentBytes) {
      String detail = "a file above max_document_bytes " + maxDocumentBytes;
      sink.reject(Rejection.row(0, OptionalLong.of(0), "", RejectReason.OVERSIZE, detail));
      return;
    }
    byte[] unmarked = start == 0 ? text : Arrays.copyOfRange(text, start, text.length);
    sink.document(
        new SourceDocument(
            0, unmarked, "text", labels.of(column -> Optional.empty()), "", Optional.empty()));
  }
}

package org.gristmill.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;

/**
 * Reads a file of UTF-8 whose lines are documents; the end of a line is not part of it. Blank lines
 * are no rows. A file that is damaged from some point on is rejected as a file, its rows so far
 * stay.
 */
public final class LinesReader implements SourceReader {
  private final RowLabels labels;
  private final long maxDocumentBytes;

  /**
   * Reads lines .
   *
   * @param labels labels of every document
   * @param maxDocumentBytes lines above this are rejected
   */
  public LinesReader(RowLabels labels, long maxDocumentBytes) {
    this.labels = labels;
    this.maxDocumentBytes = maxDocumentBytes;
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (InputStream in = SourceInput.open(store, path)) {
      LineReader lines = new LineReader(in, (int) Math.min(maxDocumentBytes, LineReader.LONGEST));
      for (long row = 0; lines.next(); row++) {
        if (lines.oversize()) {
          String detail = "a line above max_document_bytes " + maxDocumentBytes;
          OptionalLong offset = OptionalLong.of(lines.offset());
          sink.reject(Rejection.row(row, offset, "", RejectReason.OVERSIZE, detail));
        } else if (!lines.blank()) {
          int start = row == 0 ? ByteOrderMark.length(lines.bytes(), lines.length()) : 0;
          byte[] text = Arrays.copyOfRange(lines.bytes(), start, lines.length());
          sink.document(
              new SourceDocument(
                  row, text, "text", labels.of(column -> Optional.empty()), "", Optional.empty()));
        }
      }
    } catch (DamagedInputException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }
}

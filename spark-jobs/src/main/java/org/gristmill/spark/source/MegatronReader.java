package org.gristmill.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.tokenization.store.MegatronSet;

/**
 * Reads a Megatron data set by its {@code .bin}, of whichever type its index names. Rows are its
 * documents. A set whose index is damaged is rejected as a file; a document with a token that can
 * be no id is rejected alone. A slice has the documents whose middle byte lies in it.
 */
public final class MegatronReader implements SourceReader {
  private final TokenDocuments documents;
  private final RowLabels labels;

  /**
   * Reads data sets.
   *
   * @param documents makes documents of tokens
   * @param labels labels of the documents
   */
  public MegatronReader(TokenDocuments documents, RowLabels labels) {
    this.documents = documents;
    this.labels = labels;
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    String prefix = path.substring(0, path.length() - ".bin".length());
    try (MegatronSet set = MegatronSet.open(store, prefix)) {
      DocumentLabels own = labels.of(column -> Optional.empty());
      int width = set.index().type().width();
      long bytes = set.tokenCount() * width;
      for (long row = 0; set.advance(); row++) {
        long middle = set.offset() + (long) set.length() * width / 2;
        if (slice.contains(middle, bytes)) {
          document(set, row, own, sink);
        }
      }
    } catch (CorruptDataException | EOFException damaged) {
      sink.reject(Rejection.file(damaged.getMessage()));
    }
  }

  private void document(MegatronSet set, long row, DocumentLabels own, SourceSink sink)
      throws IOException {
    OptionalLong offset = OptionalLong.of(set.offset());
    int[] tokens;
    try {
      tokens = set.load();
    } catch (CorruptDataException notAnId) {
      String detail = notAnId.getMessage();
      sink.reject(Rejection.row(row, offset, "", RejectReason.UNKNOWN_TOKEN, detail));
      return;
    }
    try {
      sink.document(documents.document(row, tokens, set.length(), own, Optional.empty()));
    } catch (RejectedRow rejected) {
      sink.reject(Rejection.row(row, offset, "", rejected.reason, rejected.getMessage()));
    }
  }
}

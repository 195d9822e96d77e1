package org.gristmill.spark.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;
import org.gristmill.spark.text.JavadocProse;
import org.gristmill.spark.text.Language;
import org.gristmill.spark.text.TextMeter;

/**
 * Reads the {@code .java} entries of a jar or zip file: each becomes a code document, and one prose
 * document per language of its Javadoc. Entries come in the order of the archive's directory; a
 * broken one is rejected, the others stay.
 */
public final class JarReader implements SourceReader {
  /** Rows an entry takes: code, Chinese prose, English prose, one to spare. */
  public static final int ROWS_PER_ENTRY = 4;

  private static final int CHINESE_ROW = 1;
  private static final int ENGLISH_ROW = 2;

  private final Optional<String> codeDomain;
  private final Optional<String> proseDomain;
  private final long maxDocumentBytes;

  /**
   * Reads what has a domain.
   *
   * @param codeDomain domain of code documents; empty leaves them out
   * @param proseDomain domain of prose documents; empty leaves them out
   * @param maxDocumentBytes entries above this are rejected
   */
  public JarReader(
      Optional<String> codeDomain, Optional<String> proseDomain, long maxDocumentBytes) {
    this.codeDomain = codeDomain;
    this.proseDomain = proseDomain;
    this.maxDocumentBytes = maxDocumentBytes;
  }

  @Override
  public void read(Store store, String path, Slice slice, SourceSink sink) throws IOException {
    try (RandomInput input = store.open(path)) {
      ZipDirectory zip;
      try {
        zip = new ZipDirectory(MemoryInput.ifSmall(input));
      } catch (CorruptDataException noDirectory) {
        sink.reject(Rejection.file(noDirectory.getMessage()));
        return;
      }
      long row = 0;
      for (ZipEntryInfo entry : zip.entries()) {
        if (entry.name().endsWith(".java")) {
          entry(zip, entry, row, sink);
        }
        row += ROWS_PER_ENTRY;
      }
    }
  }

  private void entry(ZipDirectory zip, ZipEntryInfo entry, long row, SourceSink sink)
      throws IOException {
    if (entry.bytes() > maxDocumentBytes) {
      String detail = entry.bytes() + " bytes, above max_document_bytes " + maxDocumentBytes;
      sink.reject(rejection(entry, row, RejectReason.OVERSIZE, detail));
      return;
    }
    byte[] content;
    try {
      content = zip.content(entry);
    } catch (CorruptDataException broken) {
      sink.reject(rejection(entry, row, RejectReason.BROKEN_ENTRY, broken.getMessage()));
      return;
    }
    int malformed = new TextMeter().measure(content, 0, content.length);
    if (malformed >= 0) {
      String detail = "malformed UTF-8 at byte " + malformed + " of the entry";
      sink.reject(rejection(entry, row, RejectReason.INVALID_UTF8, detail));
      return;
    }
    if (codeDomain.isPresent()) {
      sink.document(document(entry, row, content, "code", codeDomain.get()));
    }
    if (proseDomain.isPresent()) {
      Map<Language, String> prose = JavadocProse.of(new String(content, StandardCharsets.UTF_8));
      prose(entry, row + CHINESE_ROW, prose.get(Language.ZH), sink);
      prose(entry, row + ENGLISH_ROW, prose.get(Language.EN), sink);
    }
  }

  private void prose(ZipEntryInfo entry, long row, String text, SourceSink sink)
      throws IOException {
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      sink.document(document(entry, row, utf8, "prose", proseDomain.orElseThrow()));
    }
  }

  private static SourceDocument document(
      ZipEntryInfo entry, long row, byte[] text, String kind, String domain) {
    DocumentLabels labels = DocumentLabels.ofDomain(domain);
    return new SourceDocument(row, text, kind, labels, entry.name(), Optional.empty());
  }

  private static Rejection rejection(
      ZipEntryInfo entry, long row, RejectReason reason, String detail) {
    return Rejection.row(row, OptionalLong.of(entry.headerOffset()), entry.name(), reason, detail);
  }
}

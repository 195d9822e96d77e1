package org.gristmill.spark.source;

import java.util.Optional;

/**
 * One document as a source file holds it.
 *
 * @param row place in the file, ascending from 0: line, Parquet row, or four times the number of a
 *     jar's entry (0 code, 1 Chinese prose, 2 English prose)
 * @param text UTF-8 bytes, well-formed as far as the format guarantees it; owned by the receiver;
 *     of a conversation or a pair of answers their canonical JSON
 * @param said what its signals are measured on: the text, or of a conversation or a pair of answers
 *     the contents of its messages
 * @param kind what it is: {@code text}, {@code code}, {@code prose}, {@code conversation}, {@code
 *     preference} or {@code tokens}
 * @param labels what the corpus says about it
 * @param entry name inside an archive, empty elsewhere
 * @param corpusId the corpus's own identifier, where it has one
 * @param tokens the ids of a document that stays as tokens, which has no text; owned by the
 *     receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SourceDocument(
    long row,
    byte[] text,
    byte[] said,
    String kind,
    DocumentLabels labels,
    String entry,
    Optional<String> corpusId,
    Optional<int[]> tokens) {
  /** Kind of documents that are tokens. */
  public static final String TOKENS = "tokens";

  /** A document that has a text. */
  public SourceDocument(
      long row,
      byte[] text,
      byte[] said,
      String kind,
      DocumentLabels labels,
      String entry,
      Optional<String> corpusId) {
    this(row, text, said, kind, labels, entry, corpusId, Optional.empty());
  }

  /** A document of tokens. */
  static SourceDocument ofTokens(
      long row, int[] tokens, DocumentLabels labels, Optional<String> corpusId) {
    byte[] none = new byte[0];
    return new SourceDocument(row, none, none, TOKENS, labels, "", corpusId, Optional.of(tokens));
  }

  /** A document that is its text. */
  public SourceDocument(
      long row,
      byte[] text,
      String kind,
      DocumentLabels labels,
      String entry,
      Optional<String> corpusId) {
    this(row, text, text, kind, labels, entry, corpusId);
  }
}

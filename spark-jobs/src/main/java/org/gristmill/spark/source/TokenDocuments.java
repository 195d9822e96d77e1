package org.gristmill.spark.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.gristmill.common.ConfigException;
import org.gristmill.spark.text.TextMeter;
import org.gristmill.tokenization.Tokenizer;

/**
 * Makes documents of token ids: the ids themselves, or the text they stand for, if it encodes to
 * the same ids again. Not thread-safe.
 */
public final class TokenDocuments {
  private final TokenSpec spec;
  private final Tokenizer tokenizer;
  private final OptionalInt begin;
  private final OptionalInt end;
  private final long maxDocumentBytes;
  private final TextMeter meter = new TextMeter();
  private int[] again = new int[1 << 12];

  /**
   * Reads tokens of a tokenizer.
   *
   * @param maxDocumentBytes documents above this are rejected; a token that stays one has four
   * @throws ConfigException if the tokenizer lacks a special token
   */
  public TokenDocuments(TokenSpec spec, Tokenizer tokenizer, long maxDocumentBytes) {
    this.spec = spec;
    this.tokenizer = tokenizer;
    this.begin = id("begin", spec.begin());
    this.end = id("end", spec.end());
    this.maxDocumentBytes = maxDocumentBytes;
  }

  private OptionalInt id(String key, String token) {
    if (token.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt id = tokenizer.specialTokenId(token);
    if (id.isEmpty()) {
      throw new ConfigException(
          "Cannot use tokens." + key + " '" + token + "': the tokenizer has no such special token");
    }
    return id;
  }

  /**
   * The document of some ids.
   *
   * @param row place in the file
   * @param ids owned by the caller
   * @param length how many
   * @param labels what the corpus says about it
   * @param corpusId its identifier, where it has one
   * @throws RejectedRow if the ids are none of the tokenizer's, or not what its text encodes to
   */
  SourceDocument document(
      long row, int[] ids, int length, DocumentLabels labels, Optional<String> corpusId)
      throws RejectedRow {
    int from = length > 0 && begin.isPresent() && ids[0] == begin.getAsInt() ? 1 : 0;
    int to =
        length > from && end.isPresent() && ids[length - 1] == end.getAsInt() ? length - 1 : length;
    for (int i = from; i < to; i++) {
      if (ids[i] < 0 || ids[i] >= tokenizer.vocabularySize()) {
        throw new RejectedRow(
            RejectReason.UNKNOWN_TOKEN,
            "token "
                + i
                + " is "
                + ids[i]
                + "; expected ids below "
                + tokenizer.vocabularySize()
                + ", the tokenizer's size");
      }
    }
    if (spec.asTokens()) {
      oversize((long) (to - from) * Integer.BYTES);
      return SourceDocument.ofTokens(row, Arrays.copyOfRange(ids, from, to), labels, corpusId);
    }
    byte[] text = tokenizer.decode(ids, from, to - from);
    oversize(text.length);
    int malformed = meter.measure(text, 0, text.length);
    if (malformed >= 0) {
      throw new RejectedRow(
          RejectReason.INVALID_UTF8, "malformed UTF-8 at byte " + malformed + " of the text");
    }
    if (again.length < text.length) {
      again = new int[text.length];
    }
    int count = tokenizer.encode(text, 0, text.length, spec.mode(), again, 0);
    int differs = Arrays.mismatch(again, 0, count, ids, from, to);
    if (differs >= 0) {
      throw new RejectedRow(
          RejectReason.NO_ROUND_TRIP,
          "its text encodes to other tokens from token " + (from + differs) + " on");
    }
    return new SourceDocument(row, text, "text", labels, "", corpusId);
  }

  private void oversize(long bytes) throws RejectedRow {
    if (bytes > maxDocumentBytes) {
      throw new RejectedRow(
          RejectReason.OVERSIZE, bytes + " bytes, above max_document_bytes " + maxDocumentBytes);
    }
  }
}

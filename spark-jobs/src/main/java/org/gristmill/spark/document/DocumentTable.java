package org.gristmill.spark.document;

import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Columns of a unit's {@code documents.parquet}; one row per document, in reading order. */
public final class DocumentTable {
  /** Version written into the footer; raised when the bytes of equal documents change. */
  public static final int FORMAT_VERSION = 2;

  /**
   * UTF-8 text as read, canonical JSON of a conversation or a pair of answers; null where the
   * corpus brings tokens.
   */
  public static final String TEXT = "text";

  /** Token ids where the corpus brings tokens. */
  public static final String TOKENS = "tokens";

  /** 16 bytes, big-endian. */
  public static final String DOC_ID = "doc_id";

  /** Place on the circle of keys. */
  public static final String KEY = "key";

  /** Name of the source. */
  public static final String SOURCE = "source";

  /** Domain slug. */
  public static final String DOMAIN = "domain";

  /** What the text is: text, code, prose, conversation or preference. */
  public static final String KIND = "kind";

  /** zh, en or other. */
  public static final String LANGUAGE = "language";

  /** Code points. */
  public static final String CHARACTERS = "characters";

  /** Bytes of the text. */
  public static final String BYTES = "bytes";

  /** Place in the input file. */
  public static final String ROW = "row";

  /** Content identity of the input file. */
  public static final String FILE_IDENTITY = "file_identity";

  /** train or validation. */
  public static final String SPLIT = "split";

  /** The corpus's own quality label: a tier or a score. */
  public static final String QUALITY = "quality";

  /** The corpus's own perplexity tier. */
  public static final String PERPLEXITY = "perplexity";

  /** The corpus's own language label. */
  public static final String LANGUAGE_LABEL = "language_label";

  /** Subset of the corpus. */
  public static final String PART = "part";

  /** All columns. */
  public static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message document {
            optional binary text (UTF8);
            optional group tokens (LIST) { repeated group list { required int32 element; } }
            required binary doc_id;
            required int64 key;
            required binary source (UTF8);
            required binary domain (UTF8);
            required binary kind (UTF8);
            required binary language (UTF8);
            optional int32 characters;
            required int32 bytes;
            optional int32 lines;
            optional double han_fraction;
            optional binary corpus_id (UTF8);
            required binary path (UTF8);
            optional binary entry (UTF8);
            required int64 row;
            required binary file_identity (UTF8);
            required binary split (UTF8);
            optional binary quality (UTF8);
            optional binary perplexity (UTF8);
            optional binary license (UTF8);
            optional binary language_label (UTF8);
            optional binary category (UTF8);
            optional binary part (UTF8);
            optional binary tokenizer (UTF8);
          }
          """);

  private DocumentTable() {}

  /** Where a unit's documents lie below the work directory. */
  public static String path(String unit) {
    return "ingest/units/" + unit + "/documents.parquet";
  }
}

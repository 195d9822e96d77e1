package org.gristmill.spark.source;

import java.util.Locale;

/**
 * Why a row or a file was put into quarantine; the slug is what quarantine files and manifests say.
 */
public enum RejectReason {
  /** Bytes that are not well-formed UTF-8. */
  INVALID_UTF8,
  /** A line that is not one JSON object. */
  INVALID_JSON,
  /** A row without the text column, or with null in it. */
  MISSING_TEXT,
  /** A column that holds another type than asked. */
  WRONG_TYPE,
  /** A document above {@code ingest.max_document_bytes}. */
  OVERSIZE,
  /** An archive entry that does not decompress to what its header promises. */
  BROKEN_ENTRY,
  /** A file that cannot be read, or not to its end. */
  UNREADABLE_FILE;

  /** Name on disk: lower case with hyphens. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

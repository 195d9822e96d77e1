package org.gristmill.common.recipe;

/**
 * How the files of a source are read. Files of JSONL, CSV, text and lines may be compressed, which
 * their names say: {@code .gz} or {@code .zst}.
 */
public enum SourceFormat {
  /** Jar or zip archives of Java sources: one code document a file, one prose document a class. */
  JAR,
  /** One JSON object a line. */
  JSONL,
  /** Apache Parquet. */
  PARQUET,
  /** Comma-separated values (RFC 4180), one record a row. */
  CSV,
  /** A file is a document. */
  TEXT,
  /** A line is a document. */
  LINES,
  /** Megatron's data sets, {@code .bin} and {@code .idx}: tokens. */
  MEGATRON;

  /**
   * Says whether its documents come as tokens.
   *
   * @return true if a tokenizer is needed to read them
   */
  public boolean isTokens() {
    return this == MEGATRON;
  }

  /**
   * Says whether a large file can be read in slices.
   *
   * @return true if any part of a file can be read without what stands before it
   */
  public boolean isSliced() {
    return this == PARQUET || this == MEGATRON;
  }

  /**
   * Says whether its rows have columns.
   *
   * @return true if {@code columns} may say which column holds what
   */
  public boolean hasColumns() {
    return this == JSONL || this == PARQUET || this == CSV;
  }
}

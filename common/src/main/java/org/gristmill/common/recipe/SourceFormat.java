package org.gristmill.common.recipe;

/** How the files of a source are read. */
public enum SourceFormat {
  /** Jar or zip archives of Java sources: one code document a file, one prose document a class. */
  JAR,
  /** One JSON object a line, plain or gzip. */
  JSONL,
  /** Apache Parquet. */
  PARQUET
}

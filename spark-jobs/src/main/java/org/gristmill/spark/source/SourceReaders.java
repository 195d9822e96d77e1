package org.gristmill.spark.source;

import java.util.Optional;
import org.gristmill.common.recipe.SourceFormat;

/** Chooses the reader of a source. */
public final class SourceReaders {
  private SourceReaders() {}

  /** The reader for a source's format, columns and labels. */
  public static SourceReader of(SourceSpec source) {
    return switch (SourceFormat.valueOf(source.format())) {
      case JAR ->
          new JarReader(
              given(source.codeDomain()), given(source.proseDomain()), source.maxDocumentBytes());
      case JSONL ->
          new JsonLinesReader(
              source.columns().columns(), source.labels(), source.maxDocumentBytes());
      case PARQUET ->
          new ParquetReader(source.columns().columns(), source.labels(), source.maxDocumentBytes());
      case CSV ->
          new CsvReader(
              source.columns().columns(), source.csv(), source.labels(), source.maxDocumentBytes());
      case TEXT -> new TextReader(source.labels(), source.maxDocumentBytes());
      case LINES -> new LinesReader(source.labels(), source.maxDocumentBytes());
    };
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}

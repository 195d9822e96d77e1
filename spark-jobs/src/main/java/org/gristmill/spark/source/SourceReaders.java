package org.gristmill.spark.source;

import java.util.Optional;
import org.gristmill.common.recipe.SourceFormat;

/** Chooses the reader of a source. */
public final class SourceReaders {
  private SourceReaders() {}

  /** The reader for a source's format, columns and domains. */
  public static SourceReader of(SourceSpec source) {
    return switch (SourceFormat.valueOf(source.format())) {
      case JAR ->
          new JarReader(
              given(source.codeDomain()), given(source.proseDomain()), source.maxDocumentBytes());
      case JSONL ->
          new JsonLinesReader(
              source.columns().columns(), source.domain(), source.maxDocumentBytes());
      case PARQUET ->
          new ParquetReader(source.columns().columns(), source.domain(), source.maxDocumentBytes());
      case CSV ->
          new CsvReader(
              source.columns().columns(), source.csv(), source.domain(), source.maxDocumentBytes());
      case TEXT -> new TextReader(source.domain(), source.maxDocumentBytes());
      case LINES -> new LinesReader(source.domain(), source.maxDocumentBytes());
    };
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}

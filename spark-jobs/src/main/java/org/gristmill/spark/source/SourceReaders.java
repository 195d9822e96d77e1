package org.gristmill.spark.source;

import java.util.Optional;
import org.gristmill.common.recipe.SourceFormat;
import org.gristmill.tokenization.Tokenizer;

/** Chooses the reader of a source. */
public final class SourceReaders {
  private SourceReaders() {}

  /**
   * The reader for a source's format, columns and labels.
   *
   * @param tokenizer the tokenizer of its tokens; empty if its documents come as texts
   */
  public static SourceReader of(SourceSpec source, Optional<Tokenizer> tokenizer) {
    Optional<TokenDocuments> tokens =
        tokenizer.map(
            known -> new TokenDocuments(source.tokens(), known, source.maxDocumentBytes()));
    return switch (SourceFormat.valueOf(source.format())) {
      case JAR ->
          new JarReader(
              given(source.codeDomain()), given(source.proseDomain()), source.maxDocumentBytes());
      case JSONL ->
          new JsonLinesReader(
              source.columns().columns(), source.labels(), tokens, source.maxDocumentBytes());
      case PARQUET ->
          new ParquetReader(
              source.columns().columns(), source.labels(), tokens, source.maxDocumentBytes());
      case CSV ->
          new CsvReader(
              source.columns().columns(), source.csv(), source.labels(), source.maxDocumentBytes());
      case TEXT -> new TextReader(source.labels(), source.maxDocumentBytes());
      case LINES -> new LinesReader(source.labels(), source.maxDocumentBytes());
      case MEGATRON -> new MegatronReader(tokens.orElseThrow(), source.labels());
    };
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}

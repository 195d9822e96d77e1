package org.gristmill.tokenization.export;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/** The formats of other projects that token data can be written in. */
public enum ExportFormat {
  /** Megatron's {@code .bin} and {@code .idx}. */
  MEGATRON,
  /** datatrove's {@code .ds}, {@code .ds.index} and {@code .ds.metadata}. */
  DATATROVE,
  /** MosaicML's streaming shards and {@code index.json}, uncompressed. */
  MDS,
  /** llm.c's {@code .bin}, which nanochat's predecessors read too; without ends of sequences. */
  NANOCHAT,
  /** What Hugging Face datasets saves and loads. */
  DATASETS;

  /**
   * Starts writing.
   *
   * @param directory where the set goes; empty for the root
   * @param type how tokens are stored, {@code UINT16} or {@code INT32}; Hugging Face datasets
   *     always get int32
   */
  public TokenSink create(Store store, String directory, TokenType type) throws IOException {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return switch (this) {
      case MEGATRON -> new MegatronSink(store, prefix, type);
      case DATATROVE -> DatatroveSink.create(store, prefix, type);
      case MDS -> MdsSink.create(store, prefix, type);
      case NANOCHAT -> new BinSink(store, prefix, type, BinSink.FILE_TOKENS);
      case DATASETS -> new DatasetsSink(store, prefix, DatasetsSchema.Columns.TOKENS);
    };
  }

  /** Whether the format has room for which tokens are to be learnt. */
  public boolean keepsMasks() {
    return switch (this) {
      case DATATROVE, MDS, DATASETS -> true;
      case MEGATRON, NANOCHAT -> false;
    };
  }

  /**
   * Starts writing sequences with masks.
   *
   * @throws IllegalArgumentException if the format has no room for them
   * @see #create
   */
  public MaskedSink createMasked(Store store, String directory, TokenType type) throws IOException {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return switch (this) {
      case DATATROVE -> DatatroveSink.masked(store, prefix, type);
      case MDS -> MdsSink.masked(store, prefix, type);
      case DATASETS -> new DatasetsSink(store, prefix, DatasetsSchema.Columns.TOKENS_AND_MASK);
      case MEGATRON, NANOCHAT ->
          throw new IllegalArgumentException("Cannot write masks as " + this + ": it has no place");
    };
  }
}

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
      case DATATROVE -> new DatatroveSink(store, prefix, type);
      case MDS -> new MdsSink(store, prefix, type);
      case NANOCHAT -> new BinSink(store, prefix, type, BinSink.FILE_TOKENS);
      case DATASETS -> new DatasetsSink(store, prefix);
    };
  }
}

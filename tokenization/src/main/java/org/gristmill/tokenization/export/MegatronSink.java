package org.gristmill.tokenization.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.MegatronIndex;
import org.gristmill.tokenization.store.TokenType;

/** {@code tokens_document.bin} and {@code .idx}, a document of one sequence for every sequence. */
final class MegatronSink implements TokenSink {
  static final String NAME = "tokens_document";

  private final Store store;
  private final String prefix;
  private final TokenType type;
  private final TokenFile bin;
  private int[] lengths = new int[1024];
  private int documents;

  MegatronSink(Store store, String directory, TokenType type) throws IOException {
    this.store = store;
    this.prefix = directory + NAME;
    this.type = type;
    this.bin = new TokenFile(store, prefix + ".bin", type);
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    bin.add(tokens, off, len);
    if (documents == lengths.length) {
      lengths = Arrays.copyOf(lengths, Math.multiplyExact(documents, 2));
    }
    lengths[documents++] = len;
  }

  @Override
  public void finish() throws IOException {
    bin.commit();
    try (AtomicOutput idx = store.create(prefix + ".idx")) {
      int[] starts = IntStream.range(0, documents).toArray();
      MegatronIndex.write(idx, type, lengths, documents, starts, documents);
      idx.commit();
    }
  }

  @Override
  public void close() throws IOException {
    bin.close();
  }
}

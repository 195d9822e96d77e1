package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * datatrove's {@code .ds}: raw tokens of two or four bytes; {@code .ds.index}: where each document
 * ends, in tokens; {@code .ds.metadata}: tokenizer, bytes of a token and number of tokens as text.
 */
final class DatatroveSink implements TokenSink {
  static final String NAME = "00000_tokens.ds";

  private final Store store;
  private final String path;
  private final TokenType type;
  private final TokenFile tokens;
  private final AtomicOutput index;

  DatatroveSink(Store store, String directory, TokenType type) throws IOException {
    this.store = store;
    this.path = directory + NAME;
    this.type = type;
    this.tokens = new TokenFile(store, path, type);
    this.index = store.create(path + ".index");
  }

  @Override
  public void add(int[] ids, int off, int len) throws IOException {
    tokens.add(ids, off, len);
    ByteBuffer end = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    index.write(end.putLong(tokens.tokens()).array());
  }

  @Override
  public void finish() throws IOException {
    tokens.commit();
    String metadata = "unknown|" + type.width() + "\n" + tokens.tokens() + "\n" + tokens.tokens();
    store.writeAtomically(path + ".metadata", metadata.getBytes(StandardCharsets.UTF_8));
    index.commit();
  }

  @Override
  public void close() throws IOException {
    try (tokens) {
      index.close();
    }
  }
}

package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenMask;
import org.gristmill.tokenization.store.TokenType;

/**
 * datatrove's {@code .ds}: raw tokens of two or four bytes; {@code .ds.index}: where each document
 * ends, in tokens; {@code .ds.metadata}: tokenizer, bytes of a token and number of tokens as text;
 * with masks {@code .ds.loss}: a byte a token, 1 where it is learnt.
 */
final class DatatroveSink implements MaskedSink {
  static final String NAME = "00000_tokens.ds";

  private final Store store;
  private final String path;
  private final TokenType type;
  private final TokenFile tokens;
  private final AtomicOutput index;
  private final Optional<AtomicOutput> loss;

  private DatatroveSink(Store store, String path, TokenType type, Optional<AtomicOutput> loss)
      throws IOException {
    this.store = store;
    this.path = path;
    this.type = type;
    this.tokens = new TokenFile(store, path, type);
    this.index = store.create(path + ".index");
    this.loss = loss;
  }

  static DatatroveSink create(Store store, String directory, TokenType type) throws IOException {
    return new DatatroveSink(store, directory + NAME, type, Optional.empty());
  }

  static DatatroveSink masked(Store store, String directory, TokenType type) throws IOException {
    AtomicOutput loss = store.create(directory + NAME + ".loss");
    return new DatatroveSink(store, directory + NAME, type, Optional.of(loss));
  }

  @Override
  public void add(int[] ids, byte[] mask, int off, int len) throws IOException {
    addTokens(ids, off, len);
    if (loss.isPresent()) {
      TokenMask.write(loss.get(), mask, off, len);
    }
  }

  @Override
  public void add(int[] ids, int off, int len) throws IOException {
    if (loss.isPresent()) {
      MaskedSink.super.add(ids, off, len);
    } else {
      addTokens(ids, off, len);
    }
  }

  private void addTokens(int[] ids, int off, int len) throws IOException {
    tokens.add(ids, off, len);
    ByteBuffer end = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    index.write(end.putLong(tokens.tokens()).array());
  }

  @Override
  public void finish() throws IOException {
    tokens.commit();
    if (loss.isPresent()) {
      loss.get().commit();
    }
    String metadata = "unknown|" + type.width() + "\n" + tokens.tokens() + "\n" + tokens.tokens();
    store.writeAtomically(path + ".metadata", metadata.getBytes(StandardCharsets.UTF_8));
    index.commit();
  }

  @Override
  public void close() throws IOException {
    try (tokens;
        index) {
      if (loss.isPresent()) {
        loss.get().close();
      }
    }
  }
}

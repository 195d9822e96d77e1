package org.gristmill.tokenization.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenMask;

/** One byte a token, 0 or 1, read from front to back. Not thread-safe. */
final class MaskFile implements Closeable {
  private final Optional<RandomInput> input;
  private final String name;
  private final long tokens;
  private long next;

  private MaskFile(Optional<RandomInput> input, String name, long tokens) {
    this.input = input;
    this.name = name;
    this.tokens = tokens;
  }

  /**
   * Opens a mask.
   *
   * @param tokens how many it must be for
   * @return one of nothing but 1 if there is no such file
   */
  static MaskFile open(Store store, String path, long tokens) throws IOException {
    boolean present = store.stat(path).isPresent();
    return new MaskFile(present ? Optional.of(store.open(path)) : Optional.empty(), path, tokens);
  }

  boolean isPresent() {
    return input.isPresent();
  }

  byte[] read(int count) throws IOException {
    long first = next;
    next += count;
    if (input.isPresent()) {
      return TokenMask.read(input.get(), name, tokens, first, count);
    }
    byte[] learnt = new byte[count];
    Arrays.fill(learnt, (byte) 1);
    return learnt;
  }

  @Override
  public void close() throws IOException {
    if (input.isPresent()) {
      input.get().close();
    }
  }
}

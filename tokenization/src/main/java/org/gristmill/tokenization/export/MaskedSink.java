package org.gristmill.tokenization.export;

import java.io.IOException;

/** A sink that also keeps which tokens are to be learnt. */
public interface MaskedSink extends TokenSink {
  /**
   * Appends a sequence with its mask; both are copied.
   *
   * @param mask 1 for every token to be learnt, else 0; at the places of {@code tokens}
   * @throws IllegalArgumentException if a token does not fit the token type
   */
  void add(int[] tokens, byte[] mask, int off, int len) throws IOException;

  /** Appends a sequence that is learnt throughout. */
  @Override
  default void add(int[] tokens, int off, int len) throws IOException {
    byte[] mask = new byte[off + len];
    java.util.Arrays.fill(mask, (byte) 1);
    add(tokens, mask, off, len);
  }
}

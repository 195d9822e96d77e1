package org.gristmill.tokenization.export;

import java.io.Closeable;
import java.io.IOException;
import org.gristmill.tokenization.store.TokenType;

/**
 * Sequences of tokens, one after the other: documents, or rows. Every length is checked against the
 * files; whatever does not fit is a {@link org.gristmill.common.CorruptDataException}. Not
 * thread-safe.
 */
public interface TokenSequences extends Closeable {
  /** What kind of data it is, in words. */
  String kind();

  /** How its tokens are stored. */
  TokenType type();

  /**
   * To the next sequence, the first one at first.
   *
   * @return whether there is one
   */
  boolean next() throws IOException;

  /** The sequence's tokens, {@link #length} of them; overwritten by {@link #next}. */
  int[] tokens();

  /** Tokens of the sequence. */
  int length();

  /**
   * Whether a mask says which tokens are to be learnt; without one, all are. Known after the first
   * {@link #next}.
   */
  default boolean hasMask() {
    return false;
  }

  /**
   * 1 for every token of the sequence that is to be learnt, else 0; overwritten by {@link #next}.
   *
   * @throws IllegalStateException if there is none
   */
  default byte[] mask() {
    throw new IllegalStateException("Cannot give a mask: " + kind() + " has none");
  }
}

package org.gristmill.tokenization.export;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes sequences of tokens and writes them in one format. Equal sequences give equal bytes. No
 * file is visible before it is complete; the file that makes a set readable comes last. Close
 * discards what was not finished. Not thread-safe.
 */
public interface TokenSink extends Closeable {
  /**
   * Appends a sequence; its array is copied.
   *
   * @throws IllegalArgumentException if a token does not fit the token type
   */
  void add(int[] tokens, int off, int len) throws IOException;

  /** Writes what is left and makes the set visible. */
  void finish() throws IOException;
}

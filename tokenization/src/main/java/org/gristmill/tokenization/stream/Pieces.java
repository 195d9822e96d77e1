package org.gristmill.tokenization.stream;

import java.util.Arrays;
import org.gristmill.tokenization.store.TokenPart;

/**
 * The pieces of one window, stratum after stratum, each stratum in order of its line. Grows and is
 * used again.
 */
final class Pieces {
  int count;
  long[] order = new long[256];
  int[] stratum = new int[256];
  int[] length = new int[256];

  /** Tokens of the whole document. */
  int[] documentLength = new int[256];

  int[] run = new int[256];
  TokenPart[] part = new TokenPart[256];
  int[] document = new int[256];
  int[] offset = new int[256];
  int[] epoch = new int[256];

  /** First token in the part. */
  long[] from = new long[256];

  /** End of the stretch of the part that this window reads without a gap from here on. */
  long[] until = new long[256];

  void clear() {
    Arrays.fill(part, 0, count, null);
    count = 0;
  }

  /** Makes room and returns the index of a new piece. */
  int add() {
    if (count == order.length) {
      int capacity = count * 2;
      order = Arrays.copyOf(order, capacity);
      stratum = Arrays.copyOf(stratum, capacity);
      length = Arrays.copyOf(length, capacity);
      documentLength = Arrays.copyOf(documentLength, capacity);
      run = Arrays.copyOf(run, capacity);
      part = Arrays.copyOf(part, capacity);
      document = Arrays.copyOf(document, capacity);
      offset = Arrays.copyOf(offset, capacity);
      epoch = Arrays.copyOf(epoch, capacity);
      from = Arrays.copyOf(from, capacity);
      until = Arrays.copyOf(until, capacity);
    }
    return count++;
  }
}

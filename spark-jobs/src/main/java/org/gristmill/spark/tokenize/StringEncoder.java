package org.gristmill.spark.tokenize;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Encodes Spark's strings where they lie, without a Java string in between. Safe for all threads.
 */
public final class StringEncoder {
  private final Tokenizer tokenizer;
  private final SpecialTokens mode;

  /**
   * @param mode what becomes of special tokens that stand in the text
   */
  public StringEncoder(Tokenizer tokenizer, SpecialTokens mode) {
    this.tokenizer = tokenizer;
    this.mode = mode;
  }

  /**
   * Encodes as {@link Tokenizer#encode} does. The bytes of a string on the heap are read in place,
   * also if it is a part of a longer one or of a row; only those outside the heap are copied.
   *
   * @param target receives the ids from index {@code at}
   * @return the number of ids written
   * @throws IllegalArgumentException if {@code target} is too small
   */
  public int encode(UTF8String text, int[] target, int at) {
    if (text.getBaseObject() instanceof byte[] bytes) {
      int from = (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      return tokenizer.encode(bytes, from, text.numBytes(), mode, target, at);
    }
    byte[] copy = text.getBytes();
    return tokenizer.encode(copy, 0, copy.length, mode, target, at);
  }
}

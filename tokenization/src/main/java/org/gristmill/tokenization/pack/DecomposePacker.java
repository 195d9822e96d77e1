package org.gristmill.tokenization.pack;

/**
 * Dataset decomposition ("Dataset Decomposition: Faster LLM Training with Variable Sequence Length
 * Curriculum", Pouransari et al., NeurIPS 2024, arXiv 2405.13226): a piece is cut into stretches
 * whose lengths are powers of two, the longest first, and a row holds stretches of one length only,
 * so that attention never crosses from one document to another and every row has one shape. The
 * largest stretch is the largest power of two that fits into a row; stretches below a thirty-second
 * of it, as published (256 of 8,192), are thrown away. Rows of a length that a window does not fill
 * are padded, at most one for each length.
 *
 * <p>Where we differ: stretches have 2^k tokens, not 2^k + 1, because rows never overlap; and one
 * length follows the other by chance, there is no schedule over lengths.
 */
public final class DecomposePacker implements Packer {
  /** {@value}. */
  public static final String NAME = "decompose";

  private static final int SMALLEST_SHIFT = 5;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int pieceTokens(int capacity) {
    return Integer.highestOneBit(capacity);
  }

  @Override
  public PackedRows pack(int[] lengths, int count, int capacity) {
    int largest = Integer.highestOneBit(capacity);
    int smallest = Math.max(1, largest >>> SMALLEST_SHIFT);
    PackedRows rows = new PackedRows(count);
    for (int length = largest; length >= smallest; length >>>= 1) {
      int free = 0;
      for (int piece = 0; piece < count; piece++) {
        int from = length == largest ? 0 : lengths[piece] & -(2 * length);
        int until = lengths[piece] & -length;
        for (int offset = from; offset < until; offset += length) {
          if (free < length) {
            rows.startRow();
            free = capacity;
          }
          rows.add(piece, offset, length);
          free -= length;
        }
      }
    }
    return rows;
  }
}

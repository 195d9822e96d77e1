package org.gristmill.tokenization.stream;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.gristmill.tokenization.pack.PackedRows;

/** The rows of one window, in memory. Reads are thread-safe. */
public final class WindowRows {
  private final int rowTokens;
  private final int padId;
  private final PackedRows packed;
  private final Pieces pieces;
  private final int[] order;
  private final int[] tokens;
  private final Optional<byte[]> masks;
  private final int[] tokenStarts;

  WindowRows(
      MixSpec spec,
      PackedRows packed,
      Pieces pieces,
      int[] order,
      int[] tokens,
      Optional<byte[]> masks,
      int[] tokenStarts) {
    this.rowTokens = spec.rowTokens();
    this.padId = spec.padId();
    this.packed = packed;
    this.pieces = pieces;
    this.order = order;
    this.tokens = tokens;
    this.masks = masks;
    this.tokenStarts = tokenStarts;
  }

  /** Number of rows. */
  public int rows() {
    return packed.rows();
  }

  private byte behind() {
    return (byte) (masks.isPresent() ? 0 : 1);
  }

  /**
   * Fills a row.
   *
   * @param row number in the window
   */
  public void read(int row, Row target) {
    Objects.checkIndex(row, packed.rows());
    target.clear();
    int at = 0;
    for (int s = packed.firstSegment(row); s < packed.firstSegment(row + 1); s++) {
      int piece = order[packed.piece(s)];
      int length = packed.length(s);
      int skipped = packed.offset(s);
      int from = tokenStarts[piece] + skipped;
      System.arraycopy(tokens, from, target.inputIds(), at, length);
      if (masks.isPresent()) {
        System.arraycopy(masks.get(), from, target.lossMask(), at, length);
      }
      target.addSegment(
          at,
          pieces.stratum[piece],
          pieces.run[piece],
          pieces.part[piece].number(),
          pieces.document[piece],
          pieces.offset[piece] + skipped,
          pieces.epoch[piece]);
      at += length;
    }
    target.length(at);
    Arrays.fill(target.inputIds(), at, rowTokens, padId);
    Arrays.fill(target.lossMask(), masks.isPresent() ? at : 0, rowTokens, behind());
  }
}

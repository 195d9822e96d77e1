package org.gristmill.tokenization.stream;

import org.gristmill.tokenization.pack.PackedRows;
import org.gristmill.tokenization.pack.PackingFigures;

/** Adds up what packing makes of the windows of a stream. Not thread-safe. */
final class PackingCount {
  private long documents;
  private long tokens;
  private long rows;
  private long delivered;
  private long cut;
  private long tooLong;

  /**
   * Adds a window.
   *
   * @param order the piece at each place of the stream
   * @param packed rows of places
   * @param pieceTokens most tokens of a piece
   */
  void add(Pieces pieces, int[] order, PackedRows packed, int pieceTokens) {
    int[] largest = new int[order.length];
    for (int row = 0; row < packed.rows(); row++) {
      for (int s = packed.firstSegment(row); s < packed.firstSegment(row + 1); s++) {
        int place = packed.piece(s);
        largest[place] = Math.max(largest[place], packed.length(s));
        delivered += packed.length(s);
      }
    }
    rows += packed.rows();
    for (int place = 0; place < order.length; place++) {
      int piece = order[place];
      tokens += pieces.length[piece];
      if (pieces.offset[piece] == 0) {
        documents++;
        boolean isLong = pieces.documentLength[piece] > pieceTokens;
        tooLong += isLong ? 1 : 0;
        cut += isLong || largest[place] < pieces.documentLength[piece] ? 1 : 0;
      }
    }
  }

  PackingFigures figures(MixSpec spec) {
    return new PackingFigures(
        spec.packing(),
        documents,
        tokens,
        rows,
        spec.rowTokens(),
        rows * spec.rowTokens() - delivered,
        tokens - delivered,
        cut,
        tooLong);
  }
}

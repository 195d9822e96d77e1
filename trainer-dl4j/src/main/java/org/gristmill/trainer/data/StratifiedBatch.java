package org.gristmill.trainer.data;

import org.gristmill.trainer.model.TokenBatch;

/** Rows and the stratum of each of their lines. Mutable and owned by one thread at a time. */
public final class StratifiedBatch {

  /** The rows. */
  public final TokenBatch rows;

  /** Stratum of each line, a position in the source's list. */
  public final short[] strata;

  /** Creates an empty batch. */
  public StratifiedBatch(int rows, int sequenceLength) {
    this.rows = new TokenBatch(rows, sequenceLength);
    strata = new short[this.rows.lines()];
  }

  /** Copies a batch of one row into a place of this one. */
  public void copyRow(StratifiedBatch one, int place) {
    int length = rows.sequenceLength();
    int at = place * length;
    System.arraycopy(one.rows.inputs, 0, rows.inputs, at, length);
    System.arraycopy(one.rows.segmentStarts, 0, rows.segmentStarts, at, length);
    System.arraycopy(one.rows.targets, 0, rows.targets, at, length);
    System.arraycopy(one.rows.weights, 0, rows.weights, at, length);
    System.arraycopy(one.strata, 0, strata, at, length);
  }
}

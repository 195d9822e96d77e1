package org.gristmill.trainer.model;

import java.util.Arrays;

/**
 * The rows of one step, as arrays that are filled again for every step. Line {@code row *
 * sequenceLength + t} is position t of a row.
 *
 * <p>Mutable and owned by one thread at a time.
 */
public final class TokenBatch {

  private final int rows;
  private final int sequenceLength;

  /** Token at each position. */
  public final int[] inputs;

  /** First position, inside its row, of the segment each position belongs to. */
  public final int[] segmentStarts;

  /** The token that follows each position; 0 where there is no target. */
  public final int[] targets;

  /** Weight of each position's loss; 0 where there is no target. */
  public final float[] weights;

  /** Creates an empty batch. */
  public TokenBatch(int rows, int sequenceLength) {
    this.rows = rows;
    this.sequenceLength = sequenceLength;
    int lines = Math.multiplyExact(rows, sequenceLength);
    inputs = new int[lines];
    segmentStarts = new int[lines];
    targets = new int[lines];
    weights = new float[lines];
  }

  /** Rows of the batch. */
  public int rows() {
    return rows;
  }

  /** Positions of a row. */
  public int sequenceLength() {
    return sequenceLength;
  }

  /** Rows times positions. */
  public int lines() {
    return inputs.length;
  }

  /** Positions that have a target. */
  public int targetCount() {
    int count = 0;
    for (float weight : weights) {
      if (weight != 0) {
        count++;
      }
    }
    return count;
  }

  /** Gives every target the same weight, so that the weighted sum of losses is their mean. */
  public void averageTargets() {
    int count = targetCount();
    for (int line = 0; line < weights.length; line++) {
      if (weights[line] != 0) {
        weights[line] = 1f / count;
      }
    }
  }

  /** Empties the batch: token 0, one segment per row, no targets. */
  public void clear() {
    Arrays.fill(inputs, 0);
    Arrays.fill(segmentStarts, 0);
    Arrays.fill(targets, 0);
    Arrays.fill(weights, 0);
  }
}

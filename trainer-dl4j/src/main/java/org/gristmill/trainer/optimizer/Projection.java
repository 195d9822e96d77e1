package org.gristmill.trainer.optimizer;

/**
 * One matrix among several that are stored together, row-major, input by output.
 *
 * @param offset first number, counted from the start of all of them
 * @param inputs rows
 * @param outputs columns
 * @param stride numbers from one row to the next, at least {@code outputs}: matrices that share
 *     their input stand side by side
 */
public record Projection(long offset, int inputs, int outputs, int stride) {

  /** Numbers in the matrix. */
  int length() {
    return Math.multiplyExact(inputs, outputs);
  }

  int shorterSide() {
    return Math.min(inputs, outputs);
  }
}

package org.gristmill.trainer.optimizer;

import static org.gristmill.trainer.kernels.Kernels.Transpose.NO;
import static org.gristmill.trainer.kernels.Kernels.Transpose.YES;

import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Five steps of a quintic Newton-Schulz iteration (Jordan et al., 2024, "Muon"): singular vectors
 * stay, singular values all come to lie between about 0.7 and 1.2.
 *
 * <p>X is divided by its Frobenius norm, then X = aX + (bA + cA²)X with A = XX', or XA with A = X'X
 * where there are more rows than columns. Equal inputs give equal bits on one machine. Not
 * thread-safe: an instance owns its memory.
 */
final class NewtonSchulz {

  private static final int STEPS = 5;
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;
  private static final double EPSILON = 1e-7;
  private static final Tensor[] NONE = {};

  private final Kernels kernels;
  private final Tensor gram;
  private final Tensor polynomial;
  private Tensor x;
  private Tensor next;

  /**
   * @param largest numbers of the largest matrix
   * @param smallestSide the largest of the shorter sides of all matrices
   */
  NewtonSchulz(DataType type, int largest, int smallestSide) {
    kernels = Kernels.of(type);
    x = Tensor.zeros(type, largest);
    next = Tensor.zeros(type, largest);
    gram = Tensor.zeros(type, smallestSide, smallestSide);
    polynomial = Tensor.zeros(type, smallestSide, smallestSide);
  }

  /** Replaces a part of a group of matrices by the orthogonalised part times {@code factor}. */
  void apply(Tensor group, Projection part, double factor) {
    int rows = part.inputs();
    int columns = part.outputs();
    int count = rows * columns;
    kernels.copyBlock(group, part.offset(), part.stride(), x, 0, columns, rows, columns);
    double norm = Math.sqrt(kernels.addAndSquare(x, NONE, 0, count));
    kernels.scale(x, 1 / (norm + EPSILON), 0, count);
    for (int step = 0; step < STEPS; step++) {
      iterate(rows, columns);
    }
    kernels.scale(x, factor, 0, count);
    kernels.copyBlock(x, 0, columns, group, part.offset(), part.stride(), rows, columns);
  }

  private void iterate(int rows, int columns) {
    boolean wide = rows <= columns;
    int side = Math.min(rows, columns);
    int inner = Math.max(rows, columns);
    kernels.multiply(
        wide ? NO : YES,
        wide ? YES : NO,
        side,
        side,
        inner,
        1,
        x,
        0,
        columns,
        x,
        0,
        columns,
        0,
        gram,
        0,
        side);
    kernels.copy(gram, polynomial, side * side);
    kernels.multiply(
        NO, NO, side, side, side, C, gram, 0, side, gram, 0, side, B, polynomial, 0, side);
    kernels.copy(x, next, rows * columns);
    Tensor left = wide ? polynomial : x;
    Tensor right = wide ? x : polynomial;
    kernels.multiply(
        NO,
        NO,
        rows,
        columns,
        side,
        1,
        left,
        0,
        wide ? side : columns,
        right,
        0,
        wide ? columns : side,
        A,
        next,
        0,
        columns);
    Tensor before = x;
    x = next;
    next = before;
  }
}

package org.gristmill.trainer.kernels;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Every arithmetic step of a decoder on {@link Tensor}s, in one number type.
 *
 * <p>Matrices are row-major and dense. Positions ({@code ...At}) count numbers from the start of a
 * tensor. An instance owns scratch memory: one per thread. Equal inputs give equal bits on one
 * machine; the plain and the vector implementation agree within rounding.
 */
public interface Kernels {

  /** Kernels for a number type: float (vectorised where this JVM allows it) or double. */
  static Kernels of(DataType type) {
    return type == DataType.DOUBLE ? new DoubleKernels() : new FloatKernels(RowMaths.best());
  }

  /** What runs the element-wise kernels: {@code vector}, {@code plain} or {@code double}. */
  String name();

  /**
   * C = alpha * op(A) op(B) + beta * C with op(A) of {@code m x k} and op(B) of {@code k x n}.
   *
   * @param strideA numbers from one row of A, as stored, to the next; likewise B and C
   */
  void multiply(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      double alpha,
      Tensor a,
      long aAt,
      int strideA,
      Tensor b,
      long bAt,
      int strideB,
      double beta,
      Tensor c,
      long cAt,
      int strideC);

  /** Sets all numbers to zero. */
  void zero(Tensor x);

  /** Copies {@code count} numbers. */
  void copy(Tensor from, Tensor to, int count);

  /**
   * Root-mean-square normalisation (Zhang and Sennrich, 2019) of each row: y = x / sqrt(mean(x^2) +
   * epsilon) * gain. The inverse root of each row is kept for the way back.
   */
  void rmsNormForward(
      Tensor x, Tensor gain, Tensor inverseRoot, Tensor y, int rows, int width, double epsilon);

  /** Gradients of {@link #rmsNormForward}: adds to {@code dx} and to {@code dGain}. */
  void rmsNormBackward(
      Tensor x,
      Tensor gain,
      Tensor inverseRoot,
      Tensor dy,
      Tensor dx,
      Tensor dGain,
      int rows,
      int width);

  /**
   * Rotary position embedding (Su et al., 2021) in place on the first {@code heads} heads of each
   * row; number i of a head turns with number i + half.
   *
   * @param table cosine and sine per position and i: {@code [positions][2][half]}
   * @param rowLength positions per training row: the position of line t is t modulo this
   * @param stride numbers from one line to the next
   * @param direction +1 forward, -1 backward
   */
  void rotate(
      Tensor x,
      Tensor table,
      int lines,
      int rowLength,
      int heads,
      int half,
      int stride,
      int direction);

  /**
   * Softmax of a block of attention scores in place: line i of {@code lines} sees columns {@code 0
   * .. visible + i}; later columns up to {@code columns} become zero.
   */
  void softmaxForward(
      Tensor scores, long at, int stride, int lines, int visible, int columns, double scale);

  /**
   * From probabilities and their gradient to the gradient of the scores, written over the latter.
   */
  void softmaxBackward(
      Tensor probabilities,
      long at,
      int stride,
      Tensor gradient,
      long gradientAt,
      int gradientStride,
      int lines,
      int visible,
      int columns,
      double scale);

  /** SwiGLU (Shazeer, 2020): out = silu(gate) * up, a line of {@code gateUp} being gate then up. */
  void swigluForward(Tensor gateUp, Tensor out, int rows, int width);

  /** Gradient of {@link #swigluForward}, written over {@code gateUp}. */
  void swigluBackward(Tensor gateUp, Tensor dOut, int rows, int width);

  /**
   * Cross-entropy per line in nats. The loss is unweighted; the logits are replaced by weight *
   * (softmax - one-hot), which is their gradient.
   *
   * @param from first entry of {@code targets}, {@code weights} and {@code losses}
   */
  void crossEntropy(
      Tensor logits,
      int columns,
      int[] targets,
      float[] weights,
      double[] losses,
      int from,
      int lines);

  /** The losses of {@link #crossEntropy} alone; the logits are not defined afterwards. */
  void crossEntropyLoss(
      Tensor logits, int columns, int[] targets, double[] losses, int from, int lines);

  /** Copies row {@code ids[t]} of a table into line t. */
  void gather(Tensor table, int[] ids, int lines, int width, Tensor out);

  /** Adds line t to row {@code ids[t]} of a table, in order of t. */
  void scatterAdd(Tensor lines, int[] ids, int count, int width, Tensor table);

  /** x = (x + sum of others) over a range; returns the sum of squares of the result. */
  double addAndSquare(Tensor x, Tensor[] others, int from, int to);

  /**
   * Copies a block of rows between matrices.
   *
   * @param fromStride numbers from one row of {@code from} to the next; likewise {@code toStride}
   */
  void copyBlock(
      Tensor from,
      long fromAt,
      int fromStride,
      Tensor to,
      long toAt,
      int toStride,
      int rows,
      int columns);

  /** Multiplies a range by a factor. */
  void scale(Tensor x, double factor, int from, int to);

  /**
   * Replaces a range of the gradient by the step of Adam (Kingma and Ba, 2015) with bias
   * correction: rate * m^ / (sqrt(v^) + epsilon), and updates both moments.
   */
  void adam(Tensor gradient, Tensor first, Tensor second, AdamStep step, int from, int to);

  /**
   * Nesterov momentum on running means: momentum = share * momentum + (1 - share) * gradient, then
   * gradient = share * momentum + (1 - share) * gradient.
   *
   * @param share of the old momentum, in [0, 1)
   */
  void nesterov(Tensor gradient, Tensor momentum, double share, int from, int to);

  /** Whether an operand of a product is used as stored or transposed. */
  enum Transpose {
    NO(111),
    YES(112);

    private final int cblas;

    Transpose(int cblas) {
      this.cblas = cblas;
    }

    int cblas() {
      return cblas;
    }
  }
}

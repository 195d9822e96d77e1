package org.gristmill.trainer.kernels;

/**
 * The inner loops of {@link FloatKernels} on heap arrays small enough to stay in the cache.
 *
 * <p>Implementations have no state and no memory of their own, so one instance serves all threads.
 * Arrays are read and written from index 0 unless an offset is given.
 */
interface RowMath {

  /** {@code plain} or {@code vector}. */
  String name();

  void rmsNormForward(
      float[] x, float[] gain, float[] inverseRoot, float[] y, int rows, int width, float epsilon);

  /** Adds to {@code dx} and {@code dGain}. */
  void rmsNormBackward(
      float[] x,
      float[] gain,
      float[] inverseRoot,
      float[] dy,
      float[] dx,
      float[] dGain,
      int rows,
      int width);

  /**
   * Turns one head, {@code x[at .. at + 2 * half)}; cosines at {@code table[tableAt]}, sines after.
   */
  void rotate(float[] x, int at, float[] table, int tableAt, int half, float direction);

  /** Softmax of {@code scale * x[at .. at + count)} in place. */
  void softmax(float[] x, int at, int count, float scale);

  /** {@code g = scale * p * (g - sum(p * g))} over {@code count} numbers. */
  void softmaxBackward(float[] p, int pAt, float[] g, int gAt, int count, float scale);

  void swigluForward(float[] gateUp, float[] out, int rows, int width);

  void swigluBackward(float[] gateUp, float[] dOut, int rows, int width);

  /** Loss of one line in nats; the line becomes {@code weight * (softmax - one-hot)}. */
  double crossEntropy(float[] logits, int columns, int target, float weight);

  /** Loss of one line in nats; the line is left alone. */
  double crossEntropyLoss(float[] logits, int columns, int target);

  /** x += y. */
  void add(float[] x, int xAt, float[] y, int yAt, int count);

  double sumOfSquares(float[] x, int count);

  void scale(float[] x, int count, float factor);

  void adam(float[] gradient, float[] first, float[] second, int count, AdamStep step);
}

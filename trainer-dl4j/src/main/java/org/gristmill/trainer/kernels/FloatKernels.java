package org.gristmill.trainer.kernels;

import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * {@link Kernels} in single precision: BLAS for products, {@link RowMath} on blocks copied between
 * off-heap memory and small heap arrays. Copying costs little, since a block stays in the cache,
 * and heap arrays are the one kind of memory that every version of the Vector API reads.
 */
final class FloatKernels implements Kernels {

  private static final int ROW_MAJOR = 101;
  private static final int BLOCK = 8192;

  private final RowMath math;
  private float[] first = new float[BLOCK];
  private float[] second = new float[BLOCK];
  private float[] third = new float[BLOCK];
  private float[] gains = new float[0];
  private float[] gainGradients = new float[0];
  private float[] roots = new float[BLOCK];
  private float[] table = new float[0];
  private Tensor tableSource;

  FloatKernels(RowMath math) {
    this.math = math;
  }

  @Override
  public String name() {
    return math.name();
  }

  @Override
  public void multiply(
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
      int strideC) {
    openblas_nolapack.cblas_sgemm(
        ROW_MAJOR,
        transposeA.cblas(),
        transposeB.cblas(),
        m,
        n,
        k,
        (float) alpha,
        a.floatOperand(0, aAt),
        strideA,
        b.floatOperand(1, bAt),
        strideB,
        (float) beta,
        c.floatOperand(2, cAt),
        strideC);
  }

  @Override
  public void zero(Tensor x) {
    float[] zeros = room1(BLOCK);
    java.util.Arrays.fill(zeros, 0, BLOCK, 0);
    for (int at = 0; at < x.length(); at += BLOCK) {
      x.floats().put(at, zeros, 0, Math.min(BLOCK, x.length() - at));
    }
  }

  @Override
  public void copy(Tensor from, Tensor to, int count) {
    float[] block = room1(BLOCK);
    for (int at = 0; at < count; at += BLOCK) {
      int size = Math.min(BLOCK, count - at);
      from.floats().get(at, block, 0, size);
      to.floats().put(at, block, 0, size);
    }
  }

  @Override
  public void rmsNormForward(
      Tensor x, Tensor gain, Tensor inverseRoot, Tensor y, int rows, int width, double epsilon) {
    loadGains(gain, width);
    int step = rowsPerBlock(width);
    float[] in = room1(step * width);
    float[] out = room2(step * width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      x.floats().get(row * width, in, 0, count * width);
      math.rmsNormForward(in, gains, roots, out, count, width, (float) epsilon);
      inverseRoot.floats().put(row, roots, 0, count);
      y.floats().put(row * width, out, 0, count * width);
    }
  }

  @Override
  public void rmsNormBackward(
      Tensor x,
      Tensor gain,
      Tensor inverseRoot,
      Tensor dy,
      Tensor dx,
      Tensor dGain,
      int rows,
      int width) {
    loadGains(gain, width);
    dGain.floats().get(0, gainGradients, 0, width);
    int step = rowsPerBlock(width);
    float[] in = room1(step * width);
    float[] dOut = room2(step * width);
    float[] dIn = room3(step * width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      x.floats().get(row * width, in, 0, count * width);
      dy.floats().get(row * width, dOut, 0, count * width);
      dx.floats().get(row * width, dIn, 0, count * width);
      inverseRoot.floats().get(row, roots, 0, count);
      math.rmsNormBackward(in, gains, roots, dOut, dIn, gainGradients, count, width);
      dx.floats().put(row * width, dIn, 0, count * width);
    }
    dGain.floats().put(0, gainGradients, 0, width);
  }

  @Override
  public void rotate(
      Tensor x,
      Tensor turns,
      int lines,
      int rowLength,
      int heads,
      int half,
      int stride,
      int direction) {
    if (tableSource != turns) {
      table = new float[turns.length()];
      turns.floats().get(0, table, 0, turns.length());
      tableSource = turns;
    }
    int width = heads * 2 * half;
    float[] line = room1(width);
    for (int t = 0; t < lines; t++) {
      x.floats().get(t * stride, line, 0, width);
      int tableAt = (t % rowLength) * 2 * half;
      for (int head = 0; head < heads; head++) {
        math.rotate(line, head * 2 * half, table, tableAt, half, direction);
      }
      x.floats().put(t * stride, line, 0, width);
    }
  }

  @Override
  public void softmaxForward(
      Tensor scores, long at, int stride, int lines, int visible, int columns, double scale) {
    float[] line = room1(columns);
    FloatBuffer buffer = scores.floats();
    for (int i = 0; i < lines; i++) {
      int from = Math.toIntExact(at + (long) i * stride);
      int count = visible + i + 1;
      buffer.get(from, line, 0, count);
      math.softmax(line, 0, count, (float) scale);
      java.util.Arrays.fill(line, count, columns, 0);
      buffer.put(from, line, 0, columns);
    }
  }

  @Override
  public void softmaxBackward(
      Tensor probabilities,
      long at,
      int stride,
      Tensor gradient,
      long gradientAt,
      int gradientStride,
      int lines,
      int visible,
      int columns,
      double scale) {
    float[] p = room1(columns);
    float[] g = room2(columns);
    for (int i = 0; i < lines; i++) {
      int from = Math.toIntExact(gradientAt + (long) i * gradientStride);
      int count = visible + i + 1;
      probabilities.floats().get(Math.toIntExact(at + (long) i * stride), p, 0, count);
      gradient.floats().get(from, g, 0, count);
      math.softmaxBackward(p, 0, g, 0, count, (float) scale);
      java.util.Arrays.fill(g, count, columns, 0);
      gradient.floats().put(from, g, 0, columns);
    }
  }

  @Override
  public void swigluForward(Tensor gateUp, Tensor out, int rows, int width) {
    int step = rowsPerBlock(2 * width);
    float[] in = room1(step * 2 * width);
    float[] result = room2(step * width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      gateUp.floats().get(row * 2 * width, in, 0, count * 2 * width);
      math.swigluForward(in, result, count, width);
      out.floats().put(row * width, result, 0, count * width);
    }
  }

  @Override
  public void swigluBackward(Tensor gateUp, Tensor dOut, int rows, int width) {
    int step = rowsPerBlock(2 * width);
    float[] in = room1(step * 2 * width);
    float[] gradient = room2(step * width);
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      gateUp.floats().get(row * 2 * width, in, 0, count * 2 * width);
      dOut.floats().get(row * width, gradient, 0, count * width);
      math.swigluBackward(in, gradient, count, width);
      gateUp.floats().put(row * 2 * width, in, 0, count * 2 * width);
    }
  }

  @Override
  public void crossEntropy(
      Tensor logits,
      int columns,
      int[] targets,
      float[] weights,
      double[] losses,
      int from,
      int lines) {
    float[] line = room1(columns);
    for (int i = 0; i < lines; i++) {
      logits.floats().get(i * columns, line, 0, columns);
      losses[from + i] = math.crossEntropy(line, columns, targets[from + i], weights[from + i]);
      logits.floats().put(i * columns, line, 0, columns);
    }
  }

  @Override
  public void crossEntropyLoss(
      Tensor logits, int columns, int[] targets, double[] losses, int from, int lines) {
    float[] line = room1(columns);
    for (int i = 0; i < lines; i++) {
      logits.floats().get(i * columns, line, 0, columns);
      losses[from + i] = math.crossEntropyLoss(line, columns, targets[from + i]);
    }
  }

  @Override
  public void gather(Tensor source, int[] ids, int lines, int width, Tensor out) {
    float[] line = room1(width);
    for (int t = 0; t < lines; t++) {
      source.floats().get(ids[t] * width, line, 0, width);
      out.floats().put(t * width, line, 0, width);
    }
  }

  @Override
  public void scatterAdd(Tensor lines, int[] ids, int count, int width, Tensor target) {
    float[] line = room1(width);
    float[] sum = room2(width);
    for (int t = 0; t < count; t++) {
      lines.floats().get(t * width, line, 0, width);
      target.floats().get(ids[t] * width, sum, 0, width);
      math.add(sum, 0, line, 0, width);
      target.floats().put(ids[t] * width, sum, 0, width);
    }
  }

  @Override
  public double addAndSquare(Tensor x, Tensor[] others, int from, int to) {
    float[] sum = room1(BLOCK);
    float[] other = room2(BLOCK);
    double squares = 0;
    for (int at = from; at < to; at += BLOCK) {
      int size = Math.min(BLOCK, to - at);
      x.floats().get(at, sum, 0, size);
      for (Tensor tensor : others) {
        tensor.floats().get(at, other, 0, size);
        math.add(sum, 0, other, 0, size);
      }
      squares += math.sumOfSquares(sum, size);
      if (others.length > 0) {
        x.floats().put(at, sum, 0, size);
      }
    }
    return squares;
  }

  @Override
  public void scale(Tensor x, double factor, int from, int to) {
    float[] block = room1(BLOCK);
    for (int at = from; at < to; at += BLOCK) {
      int size = Math.min(BLOCK, to - at);
      x.floats().get(at, block, 0, size);
      math.scale(block, size, (float) factor);
      x.floats().put(at, block, 0, size);
    }
  }

  @Override
  public void adam(
      Tensor gradient, Tensor moment1, Tensor moment2, AdamStep step, int from, int to) {
    float[] g = room1(BLOCK);
    float[] m = room2(BLOCK);
    float[] v = room3(BLOCK);
    for (int at = from; at < to; at += BLOCK) {
      int size = Math.min(BLOCK, to - at);
      gradient.floats().get(at, g, 0, size);
      moment1.floats().get(at, m, 0, size);
      moment2.floats().get(at, v, 0, size);
      math.adam(g, m, v, size, step);
      gradient.floats().put(at, g, 0, size);
      moment1.floats().put(at, m, 0, size);
      moment2.floats().put(at, v, 0, size);
    }
  }

  @Override
  public void nesterov(Tensor gradient, Tensor momentum, double share, int from, int to) {
    float[] g = room1(BLOCK);
    float[] m = room2(BLOCK);
    float old = (float) share;
    float fresh = (float) (1 - share);
    for (int at = from; at < to; at += BLOCK) {
      int size = Math.min(BLOCK, to - at);
      gradient.floats().get(at, g, 0, size);
      momentum.floats().get(at, m, 0, size);
      for (int i = 0; i < size; i++) {
        m[i] = old * m[i] + fresh * g[i];
        g[i] = old * m[i] + fresh * g[i];
      }
      gradient.floats().put(at, g, 0, size);
      momentum.floats().put(at, m, 0, size);
    }
  }

  @Override
  public void copyBlock(
      Tensor from,
      long fromAt,
      int fromStride,
      Tensor to,
      long toAt,
      int toStride,
      int rows,
      int columns) {
    for (int row = 0; row < rows; row++) {
      int target = Math.toIntExact(toAt + (long) row * toStride);
      int source = Math.toIntExact(fromAt + (long) row * fromStride);
      to.floats().put(target, from.floats(), source, columns);
    }
  }

  private void loadGains(Tensor gain, int width) {
    if (gains.length < width) {
      gains = new float[width];
      gainGradients = new float[width];
    }
    gain.floats().get(0, gains, 0, width);
  }

  private static int rowsPerBlock(int width) {
    return Math.max(1, BLOCK / width);
  }

  private float[] room1(int size) {
    if (first.length < size) {
      first = new float[size];
    }
    return first;
  }

  private float[] room2(int size) {
    if (second.length < size) {
      second = new float[size];
    }
    return second;
  }

  private float[] room3(int size) {
    if (third.length < size) {
      third = new float[size];
    }
    return third;
  }
}

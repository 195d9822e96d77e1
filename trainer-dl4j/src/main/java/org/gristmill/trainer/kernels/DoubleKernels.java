package org.gristmill.trainer.kernels;

import java.nio.DoubleBuffer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * {@link Kernels} in double precision, in the plainest form: what gradients and the
 * single-precision kernels are checked against. Not meant to be fast.
 */
final class DoubleKernels implements Kernels {

  private static final int ROW_MAJOR = 101;

  @Override
  public String name() {
    return "double";
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
    openblas_nolapack.cblas_dgemm(
        ROW_MAJOR,
        transposeA.cblas(),
        transposeB.cblas(),
        m,
        n,
        k,
        alpha,
        a.doubleOperand(0, aAt),
        strideA,
        b.doubleOperand(1, bAt),
        strideB,
        beta,
        c.doubleOperand(2, cAt),
        strideC);
  }

  @Override
  public void zero(Tensor x) {
    for (int i = 0; i < x.length(); i++) {
      x.doubles().put(i, 0);
    }
  }

  @Override
  public void copy(Tensor from, Tensor to, int count) {
    for (int i = 0; i < count; i++) {
      to.doubles().put(i, from.doubles().get(i));
    }
  }

  @Override
  public void rmsNormForward(
      Tensor x, Tensor gain, Tensor inverseRoot, Tensor y, int rows, int width, double epsilon) {
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = 0; i < width; i++) {
        squares += Math.pow(x.doubles().get(row * width + i), 2);
      }
      double inverse = 1 / Math.sqrt(squares / width + epsilon);
      inverseRoot.doubles().put(row, inverse);
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        y.doubles().put(at, x.doubles().get(at) * inverse * gain.doubles().get(i));
      }
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
    for (int row = 0; row < rows; row++) {
      double inverse = inverseRoot.doubles().get(row);
      double pull = 0;
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        double product = dy.doubles().get(at) * x.doubles().get(at);
        pull += product * gain.doubles().get(i);
        add(dGain.doubles(), i, product * inverse);
      }
      pull *= inverse * inverse * inverse / width;
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        double direct = dy.doubles().get(at) * gain.doubles().get(i) * inverse;
        add(dx.doubles(), at, direct - x.doubles().get(at) * pull);
      }
    }
  }

  @Override
  public void rotate(
      Tensor x,
      Tensor table,
      int lines,
      int rowLength,
      int heads,
      int half,
      int stride,
      int direction) {
    for (int t = 0; t < lines; t++) {
      for (int head = 0; head < heads; head++) {
        for (int i = 0; i < half; i++) {
          int turn = (t % rowLength) * 2 * half + i;
          double cosine = table.doubles().get(turn);
          double sine = table.doubles().get(turn + half) * direction;
          int at = t * stride + head * 2 * half + i;
          double low = x.doubles().get(at);
          double high = x.doubles().get(at + half);
          x.doubles().put(at, low * cosine - high * sine);
          x.doubles().put(at + half, high * cosine + low * sine);
        }
      }
    }
  }

  @Override
  public void softmaxForward(
      Tensor scores, long at, int stride, int lines, int visible, int columns, double scale) {
    for (int line = 0; line < lines; line++) {
      int from = Math.toIntExact(at + (long) line * stride);
      int count = visible + line + 1;
      double highest = highest(scores.doubles(), from, count);
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        double e = Math.exp((scores.doubles().get(i) - highest) * scale);
        scores.doubles().put(i, e);
        sum += e;
      }
      for (int i = 0; i < columns; i++) {
        scores.doubles().put(from + i, i < count ? scores.doubles().get(from + i) / sum : 0);
      }
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
    for (int line = 0; line < lines; line++) {
      int p = Math.toIntExact(at + (long) line * stride);
      int g = Math.toIntExact(gradientAt + (long) line * gradientStride);
      int count = visible + line + 1;
      double mean = 0;
      for (int i = 0; i < count; i++) {
        mean += probabilities.doubles().get(p + i) * gradient.doubles().get(g + i);
      }
      for (int i = 0; i < columns; i++) {
        double value =
            i < count
                ? probabilities.doubles().get(p + i)
                    * (gradient.doubles().get(g + i) - mean)
                    * scale
                : 0;
        gradient.doubles().put(g + i, value);
      }
    }
  }

  @Override
  public void swigluForward(Tensor gateUp, Tensor out, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        int gate = row * 2 * width + i;
        double x = gateUp.doubles().get(gate);
        double up = gateUp.doubles().get(gate + width);
        out.doubles().put(row * width + i, x / (1 + Math.exp(-x)) * up);
      }
    }
  }

  @Override
  public void swigluBackward(Tensor gateUp, Tensor dOut, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        int gate = row * 2 * width + i;
        double x = gateUp.doubles().get(gate);
        double up = gateUp.doubles().get(gate + width);
        double d = dOut.doubles().get(row * width + i);
        double sigmoid = 1 / (1 + Math.exp(-x));
        gateUp.doubles().put(gate, d * up * sigmoid * (1 + x * (1 - sigmoid)));
        gateUp.doubles().put(gate + width, d * x * sigmoid);
      }
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
    crossEntropyLoss(logits, columns, targets, losses, from, lines);
    for (int line = 0; line < lines; line++) {
      double highest = highest(logits.doubles(), line * columns, columns);
      double sum = sumOfExp(logits.doubles(), line * columns, columns, highest);
      double weight = weights[from + line];
      for (int i = line * columns; i < (line + 1) * columns; i++) {
        logits.doubles().put(i, weight * Math.exp(logits.doubles().get(i) - highest) / sum);
      }
      add(logits.doubles(), line * columns + targets[from + line], -weight);
    }
  }

  @Override
  public void crossEntropyLoss(
      Tensor logits, int columns, int[] targets, double[] losses, int from, int lines) {
    for (int line = 0; line < lines; line++) {
      double highest = highest(logits.doubles(), line * columns, columns);
      double sum = sumOfExp(logits.doubles(), line * columns, columns, highest);
      double target = logits.doubles().get(line * columns + targets[from + line]);
      losses[from + line] = Math.log(sum) + highest - target;
    }
  }

  @Override
  public void gather(Tensor table, int[] ids, int lines, int width, Tensor out) {
    for (int t = 0; t < lines; t++) {
      for (int i = 0; i < width; i++) {
        out.doubles().put(t * width + i, table.doubles().get(ids[t] * width + i));
      }
    }
  }

  @Override
  public void scatterAdd(Tensor lines, int[] ids, int count, int width, Tensor table) {
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < width; i++) {
        add(table.doubles(), ids[t] * width + i, lines.doubles().get(t * width + i));
      }
    }
  }

  @Override
  public double addAndSquare(Tensor x, Tensor[] others, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      double sum = x.doubles().get(i);
      for (Tensor other : others) {
        sum += other.doubles().get(i);
      }
      x.doubles().put(i, sum);
      squares += sum * sum;
    }
    return squares;
  }

  @Override
  public void scale(Tensor x, double factor, int from, int to) {
    for (int i = from; i < to; i++) {
      x.doubles().put(i, x.doubles().get(i) * factor);
    }
  }

  @Override
  public void adam(
      Tensor gradient, Tensor moment1, Tensor moment2, AdamStep step, int from, int to) {
    for (int i = from; i < to; i++) {
      double g = gradient.doubles().get(i);
      double m = step.beta1() * moment1.doubles().get(i) + (1 - step.beta1()) * g;
      double v = step.beta2() * moment2.doubles().get(i) + (1 - step.beta2()) * g * g;
      moment1.doubles().put(i, m);
      moment2.doubles().put(i, v);
      double root = Math.sqrt(v * step.correction2()) + step.epsilon();
      gradient.doubles().put(i, step.rate() * m * step.correction1() / root);
    }
  }

  @Override
  public void nesterov(Tensor gradient, Tensor momentum, double share, int from, int to) {
    for (int i = from; i < to; i++) {
      double g = gradient.doubles().get(i);
      double m = share * momentum.doubles().get(i) + (1 - share) * g;
      momentum.doubles().put(i, m);
      gradient.doubles().put(i, share * m + (1 - share) * g);
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
      to.doubles().put(target, from.doubles(), source, columns);
    }
  }

  private static void add(DoubleBuffer buffer, int at, double value) {
    buffer.put(at, buffer.get(at) + value);
  }

  private static double highest(DoubleBuffer x, int from, int count) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      highest = Math.max(highest, x.get(i));
    }
    return highest;
  }

  private static double sumOfExp(DoubleBuffer x, int from, int count, double highest) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += Math.exp(x.get(i) - highest);
    }
    return sum;
  }
}

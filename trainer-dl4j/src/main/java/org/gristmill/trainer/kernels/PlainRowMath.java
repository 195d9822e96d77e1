package org.gristmill.trainer.kernels;

/** {@link RowMath} in loops that any JDK runs; written so that the compiler can vectorise them. */
final class PlainRowMath implements RowMath {

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void rmsNormForward(
      float[] x, float[] gain, float[] inverseRoot, float[] y, int rows, int width, float epsilon) {
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float squares = dot(x, at, x, at, width);
      float inverse = (float) (1 / Math.sqrt(squares / width + epsilon));
      inverseRoot[row] = inverse;
      for (int i = 0; i < width; i++) {
        y[at + i] = x[at + i] * inverse * gain[i];
      }
    }
  }

  @Override
  public void rmsNormBackward(
      float[] x,
      float[] gain,
      float[] inverseRoot,
      float[] dy,
      float[] dx,
      float[] dGain,
      int rows,
      int width) {
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float inverse = inverseRoot[row];
      for (int i = 0; i < width; i++) {
        dGain[i] += dy[at + i] * x[at + i] * inverse;
      }
      for (int i = 0; i < width; i++) {
        dy[at + i] *= gain[i];
      }
      float pull = dot(x, at, dy, at, width) * inverse * inverse * inverse / width;
      for (int i = 0; i < width; i++) {
        dx[at + i] += dy[at + i] * inverse - x[at + i] * pull;
      }
    }
  }

  @Override
  public void rotate(float[] x, int at, float[] table, int tableAt, int half, float direction) {
    for (int i = 0; i < half; i++) {
      float cosine = table[tableAt + i];
      float sine = table[tableAt + half + i] * direction;
      float low = x[at + i];
      float high = x[at + half + i];
      x[at + i] = low * cosine - high * sine;
      x[at + half + i] = high * cosine + low * sine;
    }
  }

  @Override
  public void softmax(float[] x, int at, int count, float scale) {
    float highest = highest(x, at, count);
    float sum = 0;
    for (int i = at; i < at + count; i++) {
      float e = Exponential.of((x[i] - highest) * scale);
      x[i] = e;
      sum += e;
    }
    float inverse = 1 / sum;
    for (int i = at; i < at + count; i++) {
      x[i] *= inverse;
    }
  }

  @Override
  public void softmaxBackward(float[] p, int pAt, float[] g, int gAt, int count, float scale) {
    float mean = dot(p, pAt, g, gAt, count);
    for (int i = 0; i < count; i++) {
      g[gAt + i] = p[pAt + i] * (g[gAt + i] - mean) * scale;
    }
  }

  @Override
  public void swigluForward(float[] gateUp, float[] out, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int gate = row * 2 * width;
      int at = row * width;
      for (int i = 0; i < width; i++) {
        float x = gateUp[gate + i];
        out[at + i] = x / (1 + Exponential.of(-x)) * gateUp[gate + width + i];
      }
    }
  }

  @Override
  public void swigluBackward(float[] gateUp, float[] dOut, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int gate = row * 2 * width;
      int at = row * width;
      for (int i = 0; i < width; i++) {
        float x = gateUp[gate + i];
        float up = gateUp[gate + width + i];
        float d = dOut[at + i];
        float sigmoid = 1 / (1 + Exponential.of(-x));
        gateUp[gate + i] = d * up * sigmoid * (1 + x * (1 - sigmoid));
        gateUp[gate + width + i] = d * x * sigmoid;
      }
    }
  }

  @Override
  public double crossEntropy(float[] logits, int columns, int target, float weight) {
    float highest = highest(logits, 0, columns);
    double ofTarget = logits[target] - highest;
    float sum = 0;
    for (int i = 0; i < columns; i++) {
      float e = Exponential.of(logits[i] - highest);
      logits[i] = e;
      sum += e;
    }
    scale(logits, columns, weight / sum);
    logits[target] -= weight;
    return Math.log(sum) - ofTarget;
  }

  @Override
  public double crossEntropyLoss(float[] logits, int columns, int target) {
    float highest = highest(logits, 0, columns);
    float sum = 0;
    for (int i = 0; i < columns; i++) {
      sum += Exponential.of(logits[i] - highest);
    }
    return Math.log(sum) - (logits[target] - highest);
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      x[xAt + i] += y[yAt + i];
    }
  }

  @Override
  public double sumOfSquares(float[] x, int count) {
    return dot(x, 0, x, 0, count);
  }

  @Override
  public void scale(float[] x, int count, float factor) {
    for (int i = 0; i < count; i++) {
      x[i] *= factor;
    }
  }

  @Override
  public void adam(float[] gradient, float[] first, float[] second, int count, AdamStep step) {
    float beta1 = (float) step.beta1();
    float beta2 = (float) step.beta2();
    float new1 = (float) (1 - step.beta1());
    float new2 = (float) (1 - step.beta2());
    float rate = (float) (step.rate() * step.correction1());
    float correction2 = (float) step.correction2();
    float epsilon = (float) step.epsilon();
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float m = beta1 * first[i] + new1 * g;
      float v = beta2 * second[i] + new2 * g * g;
      first[i] = m;
      second[i] = v;
      gradient[i] = rate * m / ((float) Math.sqrt(v * correction2) + epsilon);
    }
  }

  private static float highest(float[] x, int at, int count) {
    float highest = x[at];
    for (int i = at + 1; i < at + count; i++) {
      highest = Math.max(highest, x[i]);
    }
    return highest;
  }

  /** Four running sums: one alone would wait for each addition. */
  private static float dot(float[] x, int xAt, float[] y, int yAt, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      a += x[xAt + i] * y[yAt + i];
      b += x[xAt + i + 1] * y[yAt + i + 1];
      c += x[xAt + i + 2] * y[yAt + i + 2];
      d += x[xAt + i + 3] * y[yAt + i + 3];
    }
    for (; i < count; i++) {
      a += x[xAt + i] * y[yAt + i];
    }
    return (a + b) + (c + d);
  }
}

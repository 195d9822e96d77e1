package org.gristmill.trainer.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowMath} on the Vector API, which is still incubating: only calls that exist unchanged from
 * JDK 17 on, and heap arrays only. The ends of rows that fill no vector take {@link PlainRowMath}'s
 * formulas.
 */
final class VectorRowMath implements RowMath {

  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int FOLDS = Integer.numberOfTrailingZeros(LANES);
  private static final VectorShuffle<Float> FOLD_1 = fold(1);
  private static final VectorShuffle<Float> FOLD_2 = fold(2);
  private static final VectorShuffle<Float> FOLD_3 = fold(3);
  private static final VectorShuffle<Float> FOLD_4 = fold(4);

  VectorRowMath() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void rmsNormForward(
      float[] x, float[] gain, float[] inverseRoot, float[] y, int rows, int width, float epsilon) {
    int bound = SPECIES.loopBound(width);
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float squares = dot(x, at, x, at, width);
      float inverse = (float) (1 / Math.sqrt(squares / width + epsilon));
      inverseRoot[row] = inverse;
      int i = 0;
      for (; i < bound; i += LANES) {
        load(x, at + i).mul(inverse).mul(load(gain, i)).intoArray(y, at + i);
      }
      for (; i < width; i++) {
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
    int bound = SPECIES.loopBound(width);
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float inverse = inverseRoot[row];
      FloatVector sums = FloatVector.zero(SPECIES);
      float sum = 0;
      int i = 0;
      for (; i < bound; i += LANES) {
        FloatVector vx = load(x, at + i);
        FloatVector vdy = load(dy, at + i);
        vdy.mul(vx).mul(inverse).add(load(dGain, i)).intoArray(dGain, i);
        FloatVector scaled = vdy.mul(load(gain, i));
        scaled.intoArray(dy, at + i);
        sums = scaled.fma(vx, sums);
      }
      for (; i < width; i++) {
        dGain[i] += dy[at + i] * x[at + i] * inverse;
        dy[at + i] *= gain[i];
        sum += dy[at + i] * x[at + i];
      }
      sum += sum(sums);
      float pull = sum * inverse * inverse * inverse / width;
      for (i = 0; i < bound; i += LANES) {
        FloatVector step = load(dy, at + i).mul(inverse).sub(load(x, at + i).mul(pull));
        load(dx, at + i).add(step).intoArray(dx, at + i);
      }
      for (; i < width; i++) {
        dx[at + i] += dy[at + i] * inverse - x[at + i] * pull;
      }
    }
  }

  @Override
  public void rotate(float[] x, int at, float[] table, int tableAt, int half, float direction) {
    int bound = SPECIES.loopBound(half);
    int i = 0;
    for (; i < bound; i += LANES) {
      FloatVector cosine = load(table, tableAt + i);
      FloatVector sine = load(table, tableAt + half + i).mul(direction);
      FloatVector low = load(x, at + i);
      FloatVector high = load(x, at + half + i);
      low.mul(cosine).sub(high.mul(sine)).intoArray(x, at + i);
      high.mul(cosine).add(low.mul(sine)).intoArray(x, at + half + i);
    }
    for (; i < half; i++) {
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
    FloatVector sums = FloatVector.zero(SPECIES);
    float sum = 0;
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      FloatVector e = exp(load(x, at + i).sub(highest).mul(scale));
      e.intoArray(x, at + i);
      sums = sums.add(e);
    }
    for (; i < count; i++) {
      float e = Exponential.of((x[at + i] - highest) * scale);
      x[at + i] = e;
      sum += e;
    }
    float inverse = 1 / (sum + sum(sums));
    for (i = 0; i < bound; i += LANES) {
      load(x, at + i).mul(inverse).intoArray(x, at + i);
    }
    for (; i < count; i++) {
      x[at + i] *= inverse;
    }
  }

  @Override
  public void softmaxBackward(float[] p, int pAt, float[] g, int gAt, int count, float scale) {
    float mean = dot(p, pAt, g, gAt, count);
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      load(g, gAt + i).sub(mean).mul(load(p, pAt + i)).mul(scale).intoArray(g, gAt + i);
    }
    for (; i < count; i++) {
      g[gAt + i] = p[pAt + i] * (g[gAt + i] - mean) * scale;
    }
  }

  @Override
  public void swigluForward(float[] gateUp, float[] out, int rows, int width) {
    int bound = SPECIES.loopBound(width);
    for (int row = 0; row < rows; row++) {
      int gate = row * 2 * width;
      int at = row * width;
      int i = 0;
      for (; i < bound; i += LANES) {
        FloatVector x = load(gateUp, gate + i);
        x.div(exp(x.neg()).add(1f)).mul(load(gateUp, gate + width + i)).intoArray(out, at + i);
      }
      for (; i < width; i++) {
        float x = gateUp[gate + i];
        out[at + i] = x / (1 + Exponential.of(-x)) * gateUp[gate + width + i];
      }
    }
  }

  @Override
  public void swigluBackward(float[] gateUp, float[] dOut, int rows, int width) {
    int bound = SPECIES.loopBound(width);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int row = 0; row < rows; row++) {
      int gate = row * 2 * width;
      int at = row * width;
      int i = 0;
      for (; i < bound; i += LANES) {
        FloatVector x = load(gateUp, gate + i);
        FloatVector up = load(gateUp, gate + width + i);
        FloatVector sigmoid = one.div(exp(x.neg()).add(1f));
        FloatVector d = load(dOut, at + i).mul(sigmoid);
        d.mul(up).mul(one.sub(sigmoid).mul(x).add(1f)).intoArray(gateUp, gate + i);
        d.mul(x).intoArray(gateUp, gate + width + i);
      }
      for (; i < width; i++) {
        float x = gateUp[gate + i];
        float up = gateUp[gate + width + i];
        float sigmoid = 1 / (1 + Exponential.of(-x));
        float d = dOut[at + i] * sigmoid;
        gateUp[gate + i] = d * up * (1 + x * (1 - sigmoid));
        gateUp[gate + width + i] = d * x;
      }
    }
  }

  @Override
  public double crossEntropy(float[] logits, int columns, int target, float weight) {
    float highest = highest(logits, 0, columns);
    double ofTarget = logits[target] - highest;
    int bound = SPECIES.loopBound(columns);
    FloatVector sums = FloatVector.zero(SPECIES);
    float sum = 0;
    int i = 0;
    for (; i < bound; i += LANES) {
      FloatVector e = exp(load(logits, i).sub(highest));
      e.intoArray(logits, i);
      sums = sums.add(e);
    }
    for (; i < columns; i++) {
      logits[i] = Exponential.of(logits[i] - highest);
      sum += logits[i];
    }
    sum += sum(sums);
    scale(logits, columns, weight / sum);
    logits[target] -= weight;
    return Math.log(sum) - ofTarget;
  }

  @Override
  public double crossEntropyLoss(float[] logits, int columns, int target) {
    float highest = highest(logits, 0, columns);
    int bound = SPECIES.loopBound(columns);
    FloatVector sums = FloatVector.zero(SPECIES);
    float sum = 0;
    int i = 0;
    for (; i < bound; i += LANES) {
      sums = sums.add(exp(load(logits, i).sub(highest)));
    }
    for (; i < columns; i++) {
      sum += Exponential.of(logits[i] - highest);
    }
    return Math.log(sum + sum(sums)) - (logits[target] - highest);
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int count) {
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      load(x, xAt + i).add(load(y, yAt + i)).intoArray(x, xAt + i);
    }
    for (; i < count; i++) {
      x[xAt + i] += y[yAt + i];
    }
  }

  @Override
  public double sumOfSquares(float[] x, int count) {
    return dot(x, 0, x, 0, count);
  }

  @Override
  public void scale(float[] x, int count, float factor) {
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      load(x, i).mul(factor).intoArray(x, i);
    }
    for (; i < count; i++) {
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
    int bound = SPECIES.loopBound(count);
    int i = 0;
    for (; i < bound; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(new1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(new2).mul(g));
      m.intoArray(first, i);
      v.intoArray(second, i);
      FloatVector root = v.mul(correction2).lanewise(VectorOperators.SQRT).add(epsilon);
      m.mul(rate).div(root).intoArray(gradient, i);
    }
    for (; i < count; i++) {
      float g = gradient[i];
      float m = first[i] * beta1 + g * new1;
      float v = second[i] * beta2 + g * new2 * g;
      first[i] = m;
      second[i] = v;
      gradient[i] = m * rate / ((float) Math.sqrt(v * correction2) + epsilon);
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(Exponential.LOWEST).min(Exponential.HIGHEST);
    FloatVector shifted = bounded.mul(Exponential.LOG2_E).add(Exponential.ROUNDER);
    FloatVector n = shifted.sub(Exponential.ROUNDER);
    FloatVector r = bounded.sub(n.mul(Exponential.LN2_HIGH)).sub(n.mul(Exponential.LN2_LOW));
    FloatVector p =
        FloatVector.broadcast(SPECIES, Exponential.C0)
            .fma(r, FloatVector.broadcast(SPECIES, Exponential.C1))
            .fma(r, FloatVector.broadcast(SPECIES, Exponential.C2))
            .fma(r, FloatVector.broadcast(SPECIES, Exponential.C3))
            .fma(r, FloatVector.broadcast(SPECIES, Exponential.C4))
            .fma(r, FloatVector.broadcast(SPECIES, Exponential.C5));
    FloatVector y = p.mul(r).fma(r, r).add(1f);
    IntVector exponent =
        shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return y.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /**
   * Sum of all lanes by repeated halving. The API's own reduction leaves the order of additions open,
   * and it differs between interpreted and compiled code: equal runs would not give equal bits.
   */
  private static float sum(FloatVector x) {
    FloatVector folded = x;
    if (FOLDS >= 4) {
      folded = folded.add(folded.rearrange(FOLD_4));
    }
    if (FOLDS >= 3) {
      folded = folded.add(folded.rearrange(FOLD_3));
    }
    if (FOLDS >= 2) {
      folded = folded.add(folded.rearrange(FOLD_2));
    }
    if (FOLDS >= 1) {
      folded = folded.add(folded.rearrange(FOLD_1));
    }
    return folded.lane(0);
  }

  /** Moves every lane down by 2^(fold - 1), around the end. */
  private static VectorShuffle<Float> fold(int fold) {
    return VectorShuffle.iota(SPECIES, (1 << (fold - 1)) % LANES, 1, true);
  }

  private static float highest(float[] x, int at, int count) {
    int bound = SPECIES.loopBound(count);
    float highest = x[at];
    int i = 0;
    if (bound > 0) {
      FloatVector all = load(x, at);
      for (i = LANES; i < bound; i += LANES) {
        all = all.max(load(x, at + i));
      }
      highest = all.reduceLanes(VectorOperators.MAX);
    }
    for (; i < count; i++) {
      highest = Math.max(highest, x[at + i]);
    }
    return highest;
  }

  private static float dot(float[] x, int xAt, float[] y, int yAt, int count) {
    int bound = SPECIES.loopBound(count);
    FloatVector sums = FloatVector.zero(SPECIES);
    float sum = 0;
    int i = 0;
    for (; i < bound; i += LANES) {
      sums = load(x, xAt + i).fma(load(y, yAt + i), sums);
    }
    for (; i < count; i++) {
      sum += x[xAt + i] * y[yAt + i];
    }
    return sum + sum(sums);
  }
}

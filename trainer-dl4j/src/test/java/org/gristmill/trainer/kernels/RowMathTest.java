package org.gristmill.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The vector kernels against the plain ones, at widths that do and do not fill whole vectors. */
class RowMathTest {

  private static final int[] WIDTHS = {1, 7, 16, 33, 160};

  private final RowMath plain = new PlainRowMath();
  private final RowMath vector = RowMaths.vector().orElseThrow();
  private final Random random = new Random(4);

  @Test
  void exponentialIsExactToSevenDigits() {
    for (float x = -80; x < 80; x += 0.0137f) {
      assertThat(Exponential.of(x) / Math.exp(x)).isCloseTo(1, within(4e-7));
    }
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(-1000)).isLessThan(1e-37f);
  }

  @Test
  void normsAgree() {
    same(
        (math, data) ->
            math.rmsNormForward(
                data.x, data.gain, data.line, data.y, data.rows, data.width, 1e-5f));
    same(
        (math, data) ->
            math.rmsNormBackward(
                data.x, data.gain, data.line, data.y, data.z, data.sums, data.rows, data.width));
  }

  @Test
  void rotationsAgreeAndUndoEachOther() {
    same((math, data) -> math.rotate(data.x, 0, data.y, 0, data.width, 1));
    float[] x = {1, 2, 3, 4};
    float[] table = {0.6f, 0.8f, 0.8f, -0.6f};
    vector.rotate(x, 0, table, 0, 2, 1);
    vector.rotate(x, 0, table, 0, 2, -1);
    assertThat(x).containsExactly(new float[] {1, 2, 3, 4}, within(1e-6f));
  }

  @Test
  void softmaxesAgree() {
    same((math, data) -> math.softmax(data.x, 1, data.width, 0.3f));
    same((math, data) -> math.softmaxBackward(data.x, 1, data.y, 2, data.width, 0.3f));
  }

  @Test
  void swigluAgrees() {
    same((math, data) -> math.swigluForward(data.x, data.y, data.rows, data.width));
    same((math, data) -> math.swigluBackward(data.x, data.y, data.rows, data.width));
  }

  @Test
  void crossEntropiesAgree() {
    same((math, data) -> data.line[0] = (float) math.crossEntropy(data.x, data.width, 0, 0.7f));
    same((math, data) -> data.line[0] = (float) math.crossEntropyLoss(data.x, data.width, 0));
    float[] logits = {1, 2, 3};
    assertThat(vector.crossEntropy(logits, 3, 2, 1)).isCloseTo(0.4076059645, within(1e-6));
    assertThat(logits[0] + logits[1] + logits[2]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void sumsAgree() {
    same((math, data) -> math.add(data.x, 1, data.y, 2, data.width));
    same((math, data) -> math.scale(data.x, data.width, 0.5f));
    same((math, data) -> data.line[0] = (float) math.sumOfSquares(data.x, data.width));
  }

  @Test
  void adamAgrees() {
    AdamStep step = AdamStep.at(3, 0.01, 0.9, 0.95, 1e-8);
    same(
        (math, data) -> {
          for (int i = 0; i < data.z.length; i++) {
            data.z[i] = Math.abs(data.z[i]);
          }
          math.adam(data.x, data.y, data.z, data.width, step);
        });
  }

  @Test
  void compiledCodeGivesTheBitsOfInterpretedCode() {
    float[] numbers = new Arrays(1000, random).x;
    for (RowMath math : new RowMath[] {plain, vector}) {
      double first = math.sumOfSquares(numbers, 1000);
      double loss = math.crossEntropyLoss(numbers, 1000, 7);
      for (int i = 0; i < 30_000; i++) {
        math.sumOfSquares(numbers, 1000);
        math.crossEntropyLoss(numbers, 1000, 7);
      }
      assertThat(math.sumOfSquares(numbers, 1000)).isEqualTo(first);
      assertThat(math.crossEntropyLoss(numbers, 1000, 7)).isEqualTo(loss);
    }
  }

  @Test
  void tensorsRefuseRangesOutsideTheirArray() {
    org.gristmill.trainer.runtime.NativeRuntime.prepare();
    var array = org.nd4j.linalg.factory.Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.FLOAT, 4);
    assertThatThrownBy(() -> Tensor.view(array, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot view numbers 2..5: the array has 4");
  }

  private void same(BiConsumer<RowMath, Arrays> call) {
    for (int width : WIDTHS) {
      Arrays expected = new Arrays(width, random);
      Arrays actual = expected.copy();
      call.accept(plain, expected);
      call.accept(vector, actual);
      for (int i = 0; i < expected.all().length; i++) {
        assertThat(actual.all()[i])
            .as("width %d, array %d", width, i)
            .containsExactly(expected.all()[i], within(3e-5f));
      }
    }
  }

  private static final class Arrays {
    final int rows = 3;
    final int width;
    final float[] x;
    final float[] y;
    final float[] z;
    final float[] gain;
    final float[] sums;
    final float[] line;

    Arrays(int width, Random random) {
      this.width = width;
      x = random(rows * width * 2 + 2, random);
      y = random(rows * width * 2 + 2, random);
      z = random(rows * width * 2 + 2, random);
      gain = random(width, random);
      sums = random(width, random);
      line = random(rows, random);
    }

    private Arrays(Arrays other) {
      width = other.width;
      x = other.x.clone();
      y = other.y.clone();
      z = other.z.clone();
      gain = other.gain.clone();
      sums = other.sums.clone();
      line = other.line.clone();
    }

    Arrays copy() {
      return new Arrays(this);
    }

    float[][] all() {
      return new float[][] {x, y, z, gain, sums, line};
    }

    private static float[] random(int count, Random random) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }
  }
}

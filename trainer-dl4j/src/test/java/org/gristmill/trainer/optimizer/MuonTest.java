package org.gristmill.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.gristmill.trainer.runtime.NativeRuntime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

class MuonTest {

  /** The published iteration on [[1, 2, 3], [4, 5, 6]], in double precision. */
  private static final double[] ORTHOGONALISED = {
    -.56829011, .057741943, .683773996, .563354698, .405612831, .247870965
  };

  @BeforeAll
  static void prepare() {
    NativeRuntime.prepare();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void wideMatrixBecomesTheRecordedOne(DataType type) {
    INDArray gradient = vector(type, 1, 2, 3, 4, 5, 6);
    updater(type, 6, new Projection(0, 2, 3, 3)).applyUpdater(gradient, 0, 0);
    double scale = 0.1 * Math.sqrt(1.5);
    for (int i = 0; i < 6; i++) {
      assertThat(gradient.getDouble(i))
          .isCloseTo(scale * ORTHOGONALISED[i], within(type == DataType.FLOAT ? 1e-6 : 1e-9));
    }
  }

  @Test
  void tallMatrixIsTheTransposedWideOneWithoutItsScale() {
    INDArray gradient = vector(DataType.DOUBLE, 1, 4, 2, 5, 3, 6);
    updater(DataType.DOUBLE, 6, new Projection(0, 3, 2, 2)).applyUpdater(gradient, 0, 0);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 2; column++) {
        assertThat(gradient.getDouble(2 * row + column))
            .isCloseTo(0.1 * ORTHOGONALISED[3 * column + row], within(1e-9));
      }
    }
  }

  @Test
  void matricesSideBySideAreOrthogonalisedOneByOne() {
    INDArray both = random(7, 5 * 9);
    INDArray left = Nd4j.create(DataType.DOUBLE, 1, 5 * 6);
    INDArray right = Nd4j.create(DataType.DOUBLE, 1, 5 * 3);
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 9; column++) {
        double value = both.getDouble(9 * row + column);
        if (column < 6) {
          left.putScalar(6 * row + column, value);
        } else {
          right.putScalar(3 * row + column - 6, value);
        }
      }
    }
    updater(DataType.DOUBLE, 45, new Projection(0, 5, 6, 9), new Projection(6, 5, 3, 9))
        .applyUpdater(both, 0, 0);
    updater(DataType.DOUBLE, 30, new Projection(0, 5, 6, 6)).applyUpdater(left, 0, 0);
    updater(DataType.DOUBLE, 15, new Projection(0, 5, 3, 3)).applyUpdater(right, 0, 0);
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 9; column++) {
        double alone =
            column < 6 ? left.getDouble(6 * row + column) : right.getDouble(3 * row + column - 6);
        assertThat(both.getDouble(9 * row + column)).isCloseTo(alone, within(1e-12));
      }
    }
  }

  @Test
  void momentumRemembersEarlierGradientsAndLooksAhead() {
    INDArray state = Nd4j.create(DataType.DOUBLE, 1, 1);
    Muon settings =
        new Muon(new WarmupStableDecay(1, 0, 0, 9), 0.95, List.of(new Projection(0, 1, 1, 1)));
    GradientUpdater<?> updater = settings.instantiate(state, true);
    updater.applyUpdater(vector(DataType.DOUBLE, 2), 0, 0);
    assertThat(state.getDouble(0)).isCloseTo(0.1, within(1e-15));
    INDArray against = vector(DataType.DOUBLE, -1);
    updater.applyUpdater(against, 1, 0);
    assertThat(state.getDouble(0)).isCloseTo(0.95 * 0.1 - 0.05, within(1e-15));
    // 0.95 * 0.045 - 0.05 is below zero: the sign of a matrix of one number is its orthogonal part
    assertThat(against.getDouble(0)).isBetween(-1.2, -0.6);
  }

  @Test
  void zeroGradientStaysZero() {
    INDArray gradient = vector(DataType.FLOAT, 0, 0, 0, 0);
    updater(DataType.FLOAT, 4, new Projection(0, 2, 2, 2)).applyUpdater(gradient, 0, 0);
    assertThat(gradient.toDoubleVector()).containsOnly(0);
  }

  private static GradientUpdater<?> updater(DataType type, int length, Projection... matrices) {
    // without momentum the first step is the gradient itself, whose length does not matter
    Muon settings = new Muon(new WarmupStableDecay(0.1, 0, 0, 10), 0, List.of(matrices));
    return settings.instantiate(Nd4j.create(type, 1, length), true);
  }

  private static INDArray vector(DataType type, double... values) {
    INDArray vector = Nd4j.create(type, 1, values.length);
    for (int i = 0; i < values.length; i++) {
      vector.putScalar(i, values[i]);
    }
    return vector;
  }

  private static INDArray random(long seed, int length) {
    Random random = new Random(seed);
    return vector(DataType.DOUBLE, random.doubles(length, -1, 1).toArray());
  }
}

package org.gristmill.trainer.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gristmill.trainer.runtime.NativeRuntime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.WeightDecay;

class AdamWTest {

  @BeforeAll
  static void prepare() {
    NativeRuntime.prepare();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void firstStepWithDecayIsThePublishedFormula(DataType type) {
    INDArray parameter = Nd4j.create(type, 1, 1).assign(1);
    INDArray gradient = Nd4j.create(type, 1, 1).assign(0.5);
    AdamW settings = new AdamW(new WarmupStableDecay(0.1, 0, 0, 10), 0.9, 0.95, 1e-8);

    settings.instantiate(Nd4j.create(type, 1, 2), true).applyUpdater(gradient, 0, 0);
    new WeightDecay(0.1, true).apply(parameter, gradient, 0.1, 0, 0);
    parameter.subi(gradient);

    double tolerance = type == DataType.FLOAT ? 1e-7 : 1e-12;
    assertThat(parameter.getDouble(0)).isCloseTo(0.890000002, within(tolerance));
  }

  @Test
  void secondStepUsesBothMoments() {
    INDArray state = Nd4j.create(DataType.DOUBLE, 1, 2);
    AdamW settings = new AdamW(new WarmupStableDecay(0.1, 0, 0, 10), 0.9, 0.95, 0);
    var updater = settings.instantiate(state, true);
    updater.applyUpdater(Nd4j.create(DataType.DOUBLE, 1, 1).assign(0.5), 0, 0);
    INDArray second = Nd4j.create(DataType.DOUBLE, 1, 1).assign(-1);
    updater.applyUpdater(second, 1, 0);

    double first = 0.9 * 0.05 - 0.1;
    double square = 0.95 * 0.0125 + 0.05;
    assertThat(state.getDouble(0)).isCloseTo(first, within(1e-15));
    assertThat(state.getDouble(1)).isCloseTo(square, within(1e-15));
    double expected = 0.1 * (first / (1 - 0.81)) / Math.sqrt(square / (1 - 0.9025));
    assertThat(second.getDouble(0)).isCloseTo(expected, within(1e-15));
  }
}

package org.gristmill.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.optimizer.AdamW;
import org.gristmill.trainer.optimizer.WarmupStableDecay;
import org.gristmill.trainer.runtime.NativeRuntime;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class DecoderNetworkTest {

  private static final DecoderShape SHAPE = new DecoderShape(50, 40, 32, 2, 4, 2, 24, 10_000, 1e-5);

  @Test
  void singlePrecisionFollowsDoublePrecision() {
    TokenBatch batch = GradientCheckTest.batch(SHAPE, 4);
    batch.averageTargets();
    INDArray[] gradients = new INDArray[2];
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      DecoderNetwork network =
          DecoderNetwork.create(
              SHAPE, plan(2, 0), new NoOp(), i == 0 ? DataType.FLOAT : DataType.DOUBLE);
      INDArray before = network.parameters().dup();
      losses[i] = network.fit(batch);
      gradients[i] = before.sub(network.parameters()).castTo(DataType.DOUBLE);
    }
    assertThat(losses[0]).isCloseTo(losses[1], within(1e-5));
    double difference = gradients[0].sub(gradients[1]).norm2Number().doubleValue();
    assertThat(difference / gradients[1].norm2Number().doubleValue()).isLessThan(1e-4);
  }

  @Test
  void productsRunOnOneThreadWhateverUsedTheLibraryBefore() {
    NativeRuntime.prepare();
    Nd4j.factory().blas().setMaxThreads(2);
    DecoderNetwork.create(SHAPE, plan(1, 0), new NoOp(), DataType.FLOAT);
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
  }

  @Test
  void positionsSeeTheirOwnSegmentUpToThemselvesOnly() {
    DecoderNetwork network = DecoderNetwork.create(SHAPE, plan(1, 0), new NoOp(), DataType.FLOAT);
    TokenBatch batch = new TokenBatch(1, 40);
    for (int t = 0; t < 40; t++) {
      batch.inputs[t] = 1 + t;
      batch.targets[t] = 3;
      batch.weights[t] = 1;
      batch.segmentStarts[t] = t < 15 ? 0 : 15;
    }
    double[] before = new double[40];
    network.layer().evaluate(batch, before);
    batch.inputs[7] = 49;
    batch.inputs[30] = 48;
    double[] after = new double[40];
    network.layer().evaluate(batch, after);

    assertThat(Arrays.copyOfRange(after, 0, 7)).isEqualTo(Arrays.copyOfRange(before, 0, 7));
    assertThat(Arrays.copyOfRange(after, 15, 30)).isEqualTo(Arrays.copyOfRange(before, 15, 30));
    assertThat(after[8]).isNotEqualTo(before[8]);
    assertThat(after[39]).isNotEqualTo(before[39]);
  }

  @Test
  void nextTokenAgreesWithTheLosses() {
    DecoderNetwork network = DecoderNetwork.create(SHAPE, plan(1, 0), new NoOp(), DataType.FLOAT);
    TokenBatch batch = new TokenBatch(1, 40);
    for (int t = 0; t < 40; t++) {
      batch.inputs[t] = (7 * t) % 50;
      batch.targets[t] = 5;
      batch.weights[t] = 1;
    }
    double[] losses = new double[40];
    network.layer().evaluate(batch, losses);
    for (int length : List.of(1, 9, 40)) {
      float[] logits = new float[50];
      network.layer().nextToken(batch.inputs, length, logits);
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      assertThat(Math.log(sum) - logits[5]).isCloseTo(losses[length - 1], within(1e-4));
    }
  }

  @Test
  void decayShrinksMatricesOnly() {
    DecoderNetwork network =
        DecoderNetwork.create(
            SHAPE,
            plan(1, 0.5),
            new AdamW(new WarmupStableDecay(0.1, 0, 0, 10), 0.9, 0.95, 1e-8),
            DataType.FLOAT);
    TokenBatch nothing = new TokenBatch(2, 40); // no targets, so no gradient
    INDArray before = network.parameters().dup();
    network.fit(nothing);
    ParameterLayout layout = new ParameterLayout(SHAPE);
    for (ParameterLayout.Block block : layout.blocks()) {
      double kept = block.group() == ParameterLayout.Group.MATRICES ? 0.95 : 1;
      double was = before.getDouble(block.offset() + 3);
      assertThat(network.parameters().getDouble(block.offset() + 3))
          .as(block.name())
          .isCloseTo(kept * was, within(1e-6));
    }
  }

  @Test
  void stateIsAllFirstMomentsThenAllSecond() {
    DecoderNetwork network =
        DecoderNetwork.create(
            SHAPE,
            plan(1, 0.5),
            new AdamW(new WarmupStableDecay(0.1, 0, 0, 10), 0.9, 0.95, 1e-8),
            DataType.FLOAT);
    network.fit(GradientCheckTest.batch(SHAPE, 2));
    long count = network.parameters().length();
    INDArray state = network.optimizerState();
    assertThat(state.length()).isEqualTo(2 * count);
    for (long i = 0; i < count; i += 97) {
      // after one step m = 0.1 g and v = 0.05 g^2
      double first = state.getDouble(i);
      assertThat(state.getDouble(count + i))
          .isCloseTo(5 * first * first, within(1e-6 + 1e-4 * first * first));
    }
  }

  @Test
  void gradientIsClippedByItsNormOverAllParameters() {
    TokenBatch batch = GradientCheckTest.batch(SHAPE, 2);
    DecoderNetwork network =
        DecoderNetwork.create(
            SHAPE, new TrainingPlan(2, 1, 0.01, 0, 3), new NoOp(), DataType.FLOAT);
    INDArray before = network.parameters().dup();
    network.fit(batch);
    assertThat(network.layer().lastGradientNorm()).isGreaterThan(0.1);
    assertThat(before.sub(network.parameters()).norm2Number().doubleValue())
        .isCloseTo(0.01, within(1e-5));
  }

  @Test
  void equalSeedsGiveEqualBits() {
    INDArray[] parameters = new INDArray[2];
    for (int i = 0; i < 2; i++) {
      DecoderNetwork network =
          DecoderNetwork.create(
              SHAPE,
              plan(3, 0.1),
              new AdamW(new WarmupStableDecay(0.01, 0, 0, 10), 0.9, 0.95, 1e-8),
              DataType.FLOAT);
      for (int step = 0; step < 5; step++) {
        network.fit(GradientCheckTest.batch(SHAPE, 5));
      }
      parameters[i] = network.parameters();
    }
    assertThat(parameters[0].data().asFloat()).isEqualTo(parameters[1].data().asFloat());
  }

  private static TrainingPlan plan(int replicas, double weightDecay) {
    return new TrainingPlan(replicas, 2, 1e9, weightDecay, 3);
  }
}

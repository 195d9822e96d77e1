package org.gristmill.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.model.ParameterLayout.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Gradients of the network in double precision against central differences of fourth order, every
 * block of the parameters, with several segments per row and targets of weight zero.
 */
class GradientCheckTest {

  private static final double STEP = 1e-3;
  private static final int PER_BLOCK = 25;

  static Stream<DecoderShape> shapes() {
    return Stream.of(
        new DecoderShape(11, 7, 16, 2, 4, 2, 24, 10_000, 1e-5), // grouped queries
        new DecoderShape(13, 9, 12, 1, 2, 2, 10, 10_000, 1e-5), // as many keys as queries
        new DecoderShape(
            7, 70, 8, 1, 4, 1, 9, 500, 1e-6)); // one key head, more than one query block
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsEqualFiniteDifferences(DecoderShape shape) {
    // three rows over two replicas of at most two rows: uneven parts are covered
    DecoderNetwork network =
        DecoderNetwork.create(
            shape, new TrainingPlan(2, 1, 1e9, 0, 5), new NoOp(), DataType.DOUBLE);
    TokenBatch batch = batch(shape, 3);
    INDArray parameters = network.parameters();
    Random random = new Random(8);
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, parameters.getDouble(i) + 0.1 * random.nextGaussian());
    }
    // the step of an updater that does nothing subtracts the gradient itself
    INDArray before = parameters.dup();
    network.fit(batch);
    INDArray gradient = before.sub(parameters);
    parameters.assign(before);

    double worst = 0;
    for (Block block : new ParameterLayout(shape).blocks()) {
      for (int sample = 0; sample < PER_BLOCK; sample++) {
        long at = block.offset() + random.nextInt((int) block.length());
        double value = before.getDouble(at);
        double numeric =
            (8 * difference(network, batch, at, STEP) - difference(network, batch, at, 2 * STEP))
                / (12 * STEP);
        parameters.putScalar(at, value);
        double analytic = gradient.getDouble(at);
        double scale = Math.max(1e-4, Math.abs(numeric) + Math.abs(analytic));
        worst = Math.max(worst, Math.abs(numeric - analytic) / scale);
      }
    }
    assertThat(worst).isLessThan(1e-5);
  }

  private static double difference(DecoderNetwork network, TokenBatch batch, long at, double step) {
    INDArray parameters = network.parameters();
    double value = parameters.getDouble(at);
    parameters.putScalar(at, value + step);
    double above = loss(network, batch);
    parameters.putScalar(at, value - step);
    double below = loss(network, batch);
    parameters.putScalar(at, value);
    return above - below;
  }

  private static double loss(DecoderNetwork network, TokenBatch batch) {
    double[] losses = new double[batch.lines()];
    network.layer().evaluate(batch, losses);
    double sum = 0;
    for (int line = 0; line < losses.length; line++) {
      sum += losses[line] * batch.weights[line];
    }
    return sum;
  }

  static TokenBatch batch(DecoderShape shape, int rows) {
    TokenBatch batch = new TokenBatch(rows, shape.sequenceLength());
    Random random = new Random(3);
    int start = 0;
    for (int line = 0; line < batch.lines(); line++) {
      int position = line % shape.sequenceLength();
      if (position == 0) {
        start = 0;
      } else if (random.nextInt(4) == 0) {
        start = position;
      }
      batch.inputs[line] = random.nextInt(shape.vocabularySize());
      batch.targets[line] = random.nextInt(shape.vocabularySize());
      batch.segmentStarts[line] = start;
      batch.weights[line] = random.nextInt(4) == 0 ? 0 : 0.5f + random.nextFloat();
    }
    return batch;
  }
}

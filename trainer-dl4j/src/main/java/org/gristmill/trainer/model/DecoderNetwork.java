package org.gristmill.trainer.model;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.runtime.NativeRuntime;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A DL4J network whose only layer is the decoder. {@code fit} on a batch is one training step.
 *
 * <p>Not thread-safe.
 */
public final class DecoderNetwork {

  private final MultiLayerNetwork network;
  private final DecoderShape shape;
  private final DataType type;
  private BatchArrays arrays;

  private DecoderNetwork(MultiLayerNetwork network, DecoderShape shape, DataType type) {
    this.network = network;
    this.shape = shape;
    this.type = type;
  }

  /** A freshly initialised network with one updater for everything. */
  public static DecoderNetwork create(
      DecoderShape shape, TrainingPlan plan, IUpdater updater, DataType type) {
    return create(shape, plan, updater, updater, type);
  }

  /**
   * A freshly initialised network.
   *
   * @param updater of embedding and norms
   * @param matrixUpdater of all projections
   */
  public static DecoderNetwork create(
      DecoderShape shape,
      TrainingPlan plan,
      IUpdater updater,
      IUpdater matrixUpdater,
      DataType type) {
    NativeRuntime.prepare();
    // ND4J asks for all cores when anything first uses its BLAS, and sums then come out otherwise
    Nd4j.factory().blas().setMaxThreads(1);
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(plan.seed())
            .dataType(type)
            .miniBatch(false)
            .updater(updater)
            .list()
            .layer(new DecoderConfiguration(shape, plan, matrixUpdater))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return new DecoderNetwork(network, shape, type);
  }

  /** One step on a batch; returns the weighted sum of its losses before the update. */
  public double fit(TokenBatch batch) {
    if (arrays == null || arrays.labels().size(0) != batch.rows()) {
      arrays = new BatchArrays(batch.rows(), batch.sequenceLength(), type);
    }
    arrays.write(batch);
    network.fit(arrays.features(), arrays.labels(), null, arrays.weights());
    return network.score();
  }

  /** The layer, for losses per position, evaluation and generation. */
  public DecoderLayer layer() {
    return (DecoderLayer) network.getLayer(0);
  }

  /** The DL4J network. */
  public MultiLayerNetwork network() {
    return network;
  }

  /** Sizes of the decoder. */
  public DecoderShape shape() {
    return shape;
  }

  /** All parameters as one vector; writing to it changes the network. */
  public INDArray parameters() {
    return network.params();
  }

  /** All optimiser state as one vector; writing to it changes the network. */
  public INDArray optimizerState() {
    return network.getUpdater().getStateViewArray();
  }

  /** Steps taken. */
  public int step() {
    return network.getLayerWiseConfigurations().getIterationCount();
  }

  /** Continues counting from a step, as after a resume. */
  public void continueFrom(int step) {
    network.getLayerWiseConfigurations().setIterationCount(step);
  }
}

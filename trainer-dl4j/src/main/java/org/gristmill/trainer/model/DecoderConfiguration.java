package org.gristmill.trainer.model;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The whole decoder as one output layer of a DL4J {@code MultiLayerNetwork}, which brings its loop,
 * updaters, listeners and weight decay.
 *
 * <p>Features are {@code [rows, 2 * sequenceLength]}: token ids, then the first position of each
 * position's segment. Labels are {@code [rows, sequenceLength]} target ids; the labels' mask of the
 * same shape holds loss weights.
 */
public final class DecoderConfiguration extends OutputLayer {

  private static final long serialVersionUID = 1L;

  private final transient DecoderShape shape;
  private final transient TrainingPlan plan;
  private final transient IUpdater matrixUpdater;

  /**
   * How a step is computed.
   *
   * @param replicas parts of a batch with their own gradient, summed in order; results depend on it
   * @param rowsAtOnce rows of a part taken together; results depend on it
   * @param clipNorm largest norm of the whole gradient
   * @param weightDecay decoupled decay of the matrices
   * @param seed seed of the first parameters
   */
  public record TrainingPlan(
      int replicas, int rowsAtOnce, double clipNorm, double weightDecay, long seed) {}

  /** A layer for a shape, with the updater of its projections. */
  public DecoderConfiguration(DecoderShape shape, TrainingPlan plan, IUpdater matrixUpdater) {
    super(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(2L * shape.sequenceLength())
            .nOut(shape.sequenceLength()));
    this.shape = shape;
    this.plan = plan;
    this.matrixUpdater = matrixUpdater;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration network,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    if (initialize) {
      Initialization.fill(parameters.reshape(parameters.length()), shape, plan.seed());
    }
    DecoderLayer layer = new DecoderLayer(network, type, shape, plan);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(network, parameters, initialize));
    layer.setConf(network);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return new DecoderParameters(new ParameterLayout(shape));
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    boolean decayed = name.equals(ParameterLayout.Group.MATRICES.key()) && plan.weightDecay() > 0;
    return decayed ? List.of(new WeightDecay(plan.weightDecay(), true)) : List.of();
  }

  @Override
  public IUpdater getUpdaterByParam(String name) {
    return name.equals(ParameterLayout.Group.MATRICES.key()) ? matrixUpdater : getIUpdater();
  }

  @Override
  public DecoderConfiguration clone() {
    DecoderConfiguration copy = new DecoderConfiguration(shape, plan, matrixUpdater);
    copy.setIUpdater(getIUpdater());
    copy.setLayerName(getLayerName());
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecoderConfiguration that
        && shape.equals(that.shape)
        && plan.equals(that.plan)
        && matrixUpdater.equals(that.matrixUpdater)
        && super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + shape.hashCode();
  }
}

package org.gristmill.trainer.model;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running layer: shares a batch among replicas, sums their gradients in order and clips the sum
 * by its norm over all parameters.
 *
 * <p>Not thread-safe, like every DL4J layer. All large memory is allocated at the first step.
 */
public final class DecoderLayer extends OutputLayer {

  private static final long serialVersionUID = 1L;

  private final transient DecoderShape shape;
  private final transient TrainingPlan plan;
  private transient ReplicaSet replicas;
  private transient TokenBatch batch;
  private transient double[] losses = new double[0];
  private transient double meanLoss;
  private transient double gradientNorm;

  DecoderLayer(
      NeuralNetConfiguration network, DataType type, DecoderShape shape, TrainingPlan plan) {
    super(network, type);
    this.shape = shape;
    this.plan = plan;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      readBatch();
      replicas().train(batch, losses);
      gradientNorm = replicas.sumAndClip(plan.clipNorm());
      meanLoss = 0;
      for (int line = 0; line < batch.lines(); line++) {
        meanLoss += losses[line] * batch.weights[line];
      }
    }
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    gradientViews.forEach((key, view) -> gradient.setGradientFor(key, view));
    return new Pair<>(gradient, null);
  }

  /** Weighted sum of the losses of the last step, before its update. */
  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    score = meanLoss;
    return meanLoss;
  }

  /** Decay is decoupled: it is no part of the loss. */
  @Override
  public double calcRegularizationScore(boolean backpropOnlyParams) {
    return 0;
  }

  /** Logits after the last position of each row, {@code [rows, vocabulary]}. */
  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    int rows = (int) input.size(0);
    float[][] result = new float[rows][shape.vocabularySize()];
    int[] tokens = new int[shape.sequenceLength()];
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      for (int row = 0; row < rows; row++) {
        for (int t = 0; t < tokens.length; t++) {
          tokens[t] = input.getInt(row, t);
        }
        nextToken(tokens, tokens.length, result[row]);
      }
    }
    return workspaces.leverageTo(
        ArrayType.ACTIVATIONS, Nd4j.createFromArray(result).castTo(dataType));
  }

  @Override
  public INDArray activate(INDArray features, boolean training, LayerWorkspaceMgr workspaces) {
    setInput(features, workspaces);
    return activate(training, workspaces);
  }

  /** Each line's unweighted loss of the last step, in nats; valid until the next. */
  public double[] lastLosses() {
    return losses;
  }

  /** Norm of the last step's gradient before clipping. */
  public double lastGradientNorm() {
    return gradientNorm;
  }

  /** Writes each line's unweighted loss of a batch without training on it. */
  public void evaluate(TokenBatch held, double[] heldLosses) {
    replicas().evaluate(held, heldLosses);
  }

  /**
   * Logits of the token that follows.
   *
   * @param length tokens to read, from 1 to the sequence length
   * @param result one entry per token of the vocabulary
   */
  public void nextToken(int[] tokens, int length, float[] result) {
    replicas().first().nextToken(tokens, length, result);
  }

  private ReplicaSet replicas() {
    INDArray gradients =
        gradientsFlattened == null
            ? Nd4j.create(dataType, 1, shape.parameters())
            : gradientsFlattened;
    boolean stale =
        replicas == null || (gradientsFlattened != null && !replicas.writesTo(gradientsFlattened));
    if (stale) {
      replicas = new ReplicaSet(shape, plan, dataType, paramsFlattened, gradients);
    }
    return replicas;
  }

  private void readBatch() {
    int rows = (int) input.size(0);
    if (batch == null || batch.rows() != rows) {
      batch = new TokenBatch(rows, shape.sequenceLength());
      losses = new double[batch.lines()];
    }
    BatchArrays.read(input, labels, maskArray, batch);
    Arrays.fill(losses, 0);
  }
}

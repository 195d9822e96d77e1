package org.gristmill.trainer.model;

import static org.gristmill.trainer.kernels.Kernels.Transpose.NO;
import static org.gristmill.trainer.kernels.Kernels.Transpose.YES;

import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Kernels.Transpose;
import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward of the decoder on preallocated memory: one replica of the activations, used
 * by one thread, on parameters that replicas share. Gradients are added up, never set, in an order
 * that depends on the batch alone.
 *
 * <p>The output projection, its loss and its gradient are taken a few hundred positions at a time,
 * so that the logits, the largest array by far, stay small.
 */
final class Decoder {

  private static final int HEAD_LINES = 256;

  private final DecoderShape shape;
  private final int maxRows;
  private final Kernels kernels;
  private final Attention attention;
  private final ParameterTensors weights;
  private final ParameterTensors gradients;
  private final Activations memory;
  private final Tensor rotary;
  private final int[] ids;
  private final int[] starts;
  private final int[] targets;
  private final float[] lossWeights;
  private final double[] losses;

  /**
   * @param maxRows rows taken at once
   * @param parameters the flat vector of parameters
   * @param gradients the flat vector that gradients are added to
   */
  Decoder(DecoderShape shape, int maxRows, DataType type, INDArray parameters, INDArray gradients) {
    this.shape = shape;
    this.maxRows = maxRows;
    kernels = Kernels.of(type);
    attention = new Attention(shape, kernels, type);
    weights = new ParameterTensors(shape, parameters);
    this.gradients = new ParameterTensors(shape, gradients);
    rotary = RotaryTable.of(shape, type);
    int lines = maxRows * shape.sequenceLength();
    memory = new Activations(shape, maxRows, Math.min(HEAD_LINES, lines), type);
    ids = new int[lines];
    starts = new int[lines];
    targets = new int[lines];
    lossWeights = new float[lines];
    losses = new double[lines];
  }

  /**
   * Adds the gradient of the weighted losses of some rows, and writes each line's unweighted loss.
   *
   * @param allLosses one entry per line of the batch
   */
  void train(TokenBatch batch, int fromRow, int toRow, double[] allLosses) {
    for (int row = fromRow; row < toRow; row += maxRows) {
      int rows = Math.min(maxRows, toRow - row);
      int lines = load(batch, row, rows);
      body(lines);
      headBackward(lines);
      bodyBackward(lines);
      System.arraycopy(losses, 0, allLosses, row * shape.sequenceLength(), lines);
    }
  }

  /** Writes each line's unweighted loss, without gradients. */
  void evaluate(TokenBatch batch, int fromRow, int toRow, double[] allLosses) {
    for (int row = fromRow; row < toRow; row += maxRows) {
      int rows = Math.min(maxRows, toRow - row);
      int lines = load(batch, row, rows);
      body(lines);
      for (int from = 0; from < lines; from += HEAD_LINES) {
        int count = Math.min(HEAD_LINES, lines - from);
        logits(from, count);
        kernels.crossEntropyLoss(
            memory.logits, shape.vocabularySize(), targets, losses, from, count);
      }
      System.arraycopy(losses, 0, allLosses, row * shape.sequenceLength(), lines);
    }
  }

  /**
   * Logits of the token after {@code length} given tokens, all in one segment.
   *
   * @param length from 1 to the sequence length
   */
  void nextToken(int[] tokens, int length, float[] result) {
    System.arraycopy(tokens, 0, ids, 0, length);
    java.util.Arrays.fill(starts, 0, length, 0);
    body(length);
    logits(length - 1, 1);
    for (int i = 0; i < shape.vocabularySize(); i++) {
      result[i] = (float) memory.logits.get(i);
    }
  }

  private int load(TokenBatch batch, int row, int rows) {
    int from = row * shape.sequenceLength();
    int lines = rows * shape.sequenceLength();
    System.arraycopy(batch.inputs, from, ids, 0, lines);
    System.arraycopy(batch.segmentStarts, from, starts, 0, lines);
    System.arraycopy(batch.targets, from, targets, 0, lines);
    System.arraycopy(batch.weights, from, lossWeights, 0, lines);
    return lines;
  }

  private void body(int lines) {
    int width = shape.width();
    int half = shape.headWidth() / 2;
    int rotated = shape.heads() + shape.keyValueHeads();
    kernels.gather(weights.embedding, ids, lines, width, memory.stream[0]);
    for (int layer = 0; layer < shape.layers(); layer++) {
      Activations.Layer a = memory.layers[layer];
      Tensor x = memory.stream[layer];
      norm(x, weights.attentionNorm[layer], a.attentionRoot, a.attentionInput, lines);
      product(a.attentionInput, weights.queryKeyValue[layer], a.projected, lines, width, 0);
      kernels.rotate(
          a.projected,
          rotary,
          lines,
          shape.sequenceLength(),
          rotated,
          half,
          shape.projectionWidth(),
          1);
      attention.forward(a.projected, a.probabilities, a.mixed, starts, lines);
      kernels.copy(x, a.middle, lines * width);
      product(a.mixed, weights.attentionOutput[layer], a.middle, lines, width, 1);
      norm(a.middle, weights.feedForwardNorm[layer], a.feedForwardRoot, a.feedForwardInput, lines);
      product(a.feedForwardInput, weights.gateUp[layer], a.gateUp, lines, width, 0);
      kernels.swigluForward(a.gateUp, a.active, lines, shape.feedForward());
      kernels.copy(a.middle, memory.stream[layer + 1], lines * width);
      product(
          a.active, weights.down[layer], memory.stream[layer + 1], lines, shape.feedForward(), 1);
    }
    norm(memory.stream[shape.layers()], weights.lastNorm, memory.lastRoot, memory.last, lines);
  }

  private void headBackward(int lines) {
    int width = shape.width();
    int vocabulary = shape.vocabularySize();
    for (int from = 0; from < lines; from += HEAD_LINES) {
      int count = Math.min(HEAD_LINES, lines - from);
      logits(from, count);
      kernels.crossEntropy(memory.logits, vocabulary, targets, lossWeights, losses, from, count);
      long at = (long) from * width;
      multiply(
          YES,
          NO,
          vocabulary,
          width,
          count,
          memory.logits,
          0,
          vocabulary,
          memory.last,
          at,
          width,
          1,
          gradients.embedding,
          0);
      multiply(
          NO,
          NO,
          count,
          width,
          vocabulary,
          memory.logits,
          0,
          vocabulary,
          weights.embedding,
          0,
          width,
          0,
          memory.normGradient,
          at);
    }
    kernels.zero(memory.streamGradient);
    normBackward(
        memory.stream[shape.layers()],
        weights.lastNorm,
        memory.lastRoot,
        gradients.lastNorm,
        lines);
  }

  private void bodyBackward(int lines) {
    int width = shape.width();
    int half = shape.headWidth() / 2;
    int rotated = shape.heads() + shape.keyValueHeads();
    Tensor dx = memory.streamGradient;
    for (int layer = shape.layers() - 1; layer >= 0; layer--) {
      Activations.Layer a = memory.layers[layer];
      weightGradient(a.active, dx, gradients.down[layer], lines, shape.feedForward(), width);
      inputGradient(
          dx, weights.down[layer], memory.activeGradient, lines, shape.feedForward(), width);
      kernels.swigluBackward(a.gateUp, memory.activeGradient, lines, shape.feedForward());
      int gateUp = 2 * shape.feedForward();
      weightGradient(a.feedForwardInput, a.gateUp, gradients.gateUp[layer], lines, width, gateUp);
      inputGradient(a.gateUp, weights.gateUp[layer], memory.normGradient, lines, width, gateUp);
      normBackward(
          a.middle,
          weights.feedForwardNorm[layer],
          a.feedForwardRoot,
          gradients.feedForwardNorm[layer],
          lines);

      weightGradient(a.mixed, dx, gradients.attentionOutput[layer], lines, width, width);
      inputGradient(dx, weights.attentionOutput[layer], memory.mixedGradient, lines, width, width);
      kernels.zero(memory.projectedGradient);
      attention.backward(
          a.projected,
          a.probabilities,
          memory.mixedGradient,
          memory.projectedGradient,
          starts,
          lines);
      int projected = shape.projectionWidth();
      kernels.rotate(
          memory.projectedGradient,
          rotary,
          lines,
          shape.sequenceLength(),
          rotated,
          half,
          projected,
          -1);
      weightGradient(
          a.attentionInput,
          memory.projectedGradient,
          gradients.queryKeyValue[layer],
          lines,
          width,
          projected);
      inputGradient(
          memory.projectedGradient,
          weights.queryKeyValue[layer],
          memory.normGradient,
          lines,
          width,
          projected);
      normBackward(
          memory.stream[layer],
          weights.attentionNorm[layer],
          a.attentionRoot,
          gradients.attentionNorm[layer],
          lines);
    }
    kernels.scatterAdd(dx, ids, lines, width, gradients.embedding);
  }

  private void norm(Tensor x, Tensor gain, Tensor root, Tensor y, int lines) {
    kernels.rmsNormForward(x, gain, root, y, lines, shape.width(), shape.normEpsilon());
  }

  /** From {@code memory.normGradient}, the gradient of a norm's output, into the stream. */
  private void normBackward(Tensor x, Tensor gain, Tensor root, Tensor gainGradient, int lines) {
    kernels.rmsNormBackward(
        x,
        gain,
        root,
        memory.normGradient,
        memory.streamGradient,
        gainGradient,
        lines,
        shape.width());
  }

  private void logits(int from, int count) {
    int width = shape.width();
    multiply(
        NO,
        YES,
        count,
        shape.vocabularySize(),
        width,
        memory.last,
        (long) from * width,
        width,
        weights.embedding,
        0,
        width,
        0,
        memory.logits,
        0);
  }

  /** y = x W (+ y when beta is 1). */
  private void product(Tensor x, Tensor matrix, Tensor y, int lines, int inner, double beta) {
    int outer = matrix.length() / inner;
    multiply(NO, NO, lines, outer, inner, x, 0, inner, matrix, 0, outer, beta, y, 0);
  }

  /** dW += x' dy. */
  private void weightGradient(Tensor x, Tensor dy, Tensor dw, int lines, int inner, int outer) {
    multiply(YES, NO, inner, outer, lines, x, 0, inner, dy, 0, outer, 1, dw, 0);
  }

  /** dx = dy W'. */
  private void inputGradient(Tensor dy, Tensor matrix, Tensor dx, int lines, int inner, int outer) {
    multiply(NO, YES, lines, inner, outer, dy, 0, outer, matrix, 0, outer, 0, dx, 0);
  }

  private void multiply(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      Tensor a,
      long aAt,
      int strideA,
      Tensor b,
      long bAt,
      int strideB,
      double beta,
      Tensor c,
      long cAt) {
    kernels.multiply(
        transposeA, transposeB, m, n, k, 1, a, aAt, strideA, b, bAt, strideB, beta, c, cAt, n);
  }
}

package org.gristmill.trainer.model;

import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch in the form DL4J hands to layers: arrays of the network's number type, made once and
 * written again for every step. Token ids stay exact below 2^24.
 */
public final class BatchArrays {

  private final INDArray features;
  private final INDArray labels;
  private final INDArray weights;

  /** Arrays for batches of one size. */
  public BatchArrays(int rows, int sequenceLength, DataType type) {
    features = Nd4j.create(type, rows, 2L * sequenceLength);
    labels = Nd4j.create(type, rows, sequenceLength);
    weights = Nd4j.create(type, rows, sequenceLength);
  }

  /** Ids, then segment starts: {@code [rows, 2 * sequenceLength]}. */
  public INDArray features() {
    return features;
  }

  /** Target ids: {@code [rows, sequenceLength]}. */
  public INDArray labels() {
    return labels;
  }

  /** Loss weights: {@code [rows, sequenceLength]}. */
  public INDArray weights() {
    return weights;
  }

  /** Copies a batch of the same size into the arrays. */
  public void write(TokenBatch batch) {
    int length = batch.sequenceLength();
    Tensor in = Tensor.view(features, 0, features.length());
    Tensor out = Tensor.view(labels, 0, labels.length());
    Tensor weight = Tensor.view(weights, 0, weights.length());
    for (int line = 0; line < batch.lines(); line++) {
      int at = line / length * 2 * length + line % length;
      in.put(at, batch.inputs[line]);
      in.put(at + length, batch.segmentStarts[line]);
      out.put(line, batch.targets[line]);
      weight.put(line, batch.weights[line]);
    }
  }

  /** Copies arrays as DL4J hands them over into a batch of the same size. */
  static void read(INDArray features, INDArray labels, INDArray weights, TokenBatch batch) {
    int length = batch.sequenceLength();
    Tensor in = Tensor.view(features, 0, features.length());
    Tensor out = Tensor.view(labels, 0, labels.length());
    Tensor weight = Tensor.view(weights, 0, weights.length());
    for (int line = 0; line < batch.lines(); line++) {
      int at = line / length * 2 * length + line % length;
      batch.inputs[line] = (int) in.get(at);
      batch.segmentStarts[line] = (int) in.get(at + length);
      batch.targets[line] = (int) out.get(line);
      batch.weights[line] = (float) weight.get(line);
    }
  }
}

package org.gristmill.trainer.model;

import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** All memory one replica writes between the input tokens and the gradients, allocated once. */
final class Activations {

  /** The residual stream before each layer and after the last. */
  final Tensor[] stream;

  final Layer[] layers;
  final Tensor last;
  final Tensor lastRoot;
  final Tensor logits;
  final Tensor streamGradient;
  final Tensor normGradient;
  final Tensor mixedGradient;
  final Tensor projectedGradient;
  final Tensor activeGradient;

  /**
   * @param rows rows taken at once
   * @param headLines positions whose logits exist at once
   */
  Activations(DecoderShape shape, int rows, int headLines, DataType type) {
    int lines = Math.multiplyExact(rows, shape.sequenceLength());
    int width = shape.width();
    stream = new Tensor[shape.layers() + 1];
    layers = new Layer[shape.layers()];
    for (int layer = 0; layer < layers.length; layer++) {
      stream[layer] = Tensor.zeros(type, lines, width);
      layers[layer] = new Layer(shape, rows, lines, type);
    }
    stream[layers.length] = Tensor.zeros(type, lines, width);
    last = Tensor.zeros(type, lines, width);
    lastRoot = Tensor.zeros(type, lines);
    logits = Tensor.zeros(type, headLines, shape.vocabularySize());
    streamGradient = Tensor.zeros(type, lines, width);
    normGradient = Tensor.zeros(type, lines, width);
    mixedGradient = Tensor.zeros(type, lines, width);
    projectedGradient = Tensor.zeros(type, lines, shape.projectionWidth());
    activeGradient = Tensor.zeros(type, lines, shape.feedForward());
  }

  /** What the way back needs of one layer. */
  static final class Layer {
    final Tensor attentionRoot;
    final Tensor attentionInput;
    final Tensor projected;
    final Tensor probabilities;
    final Tensor mixed;
    final Tensor middle;
    final Tensor feedForwardRoot;
    final Tensor feedForwardInput;
    final Tensor gateUp;
    final Tensor active;

    Layer(DecoderShape shape, int rows, int lines, DataType type) {
      int width = shape.width();
      int positions = shape.sequenceLength();
      attentionRoot = Tensor.zeros(type, lines);
      attentionInput = Tensor.zeros(type, lines, width);
      projected = Tensor.zeros(type, lines, shape.projectionWidth());
      probabilities = Tensor.zeros(type, rows, shape.heads(), positions, positions);
      mixed = Tensor.zeros(type, lines, width);
      middle = Tensor.zeros(type, lines, width);
      feedForwardRoot = Tensor.zeros(type, lines);
      feedForwardInput = Tensor.zeros(type, lines, width);
      gateUp = Tensor.zeros(type, lines, 2L * shape.feedForward());
      active = Tensor.zeros(type, lines, shape.feedForward());
    }
  }
}

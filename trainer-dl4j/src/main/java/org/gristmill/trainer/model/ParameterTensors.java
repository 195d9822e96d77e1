package org.gristmill.trainer.model;

import java.util.function.Function;
import org.gristmill.trainer.kernels.Tensor;
import org.gristmill.trainer.model.ParameterLayout.Block;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One thread's views on the blocks of a flat vector of parameters or of their gradients. */
final class ParameterTensors {

  final Tensor embedding;
  final Tensor lastNorm;
  final Tensor[] attentionNorm;
  final Tensor[] feedForwardNorm;
  final Tensor[] queryKeyValue;
  final Tensor[] attentionOutput;
  final Tensor[] gateUp;
  final Tensor[] down;

  ParameterTensors(DecoderShape shape, INDArray flat) {
    ParameterLayout layout = new ParameterLayout(shape);
    Function<Block, Tensor> view = block -> Tensor.view(flat, block.offset(), block.length());
    int layers = shape.layers();
    embedding = view.apply(layout.embedding());
    lastNorm = view.apply(layout.lastNorm());
    attentionNorm = each(layers, layer -> view.apply(layout.attentionNorm(layer)));
    feedForwardNorm = each(layers, layer -> view.apply(layout.feedForwardNorm(layer)));
    queryKeyValue = each(layers, layer -> view.apply(layout.queryKeyValue(layer)));
    attentionOutput = each(layers, layer -> view.apply(layout.attentionOutput(layer)));
    gateUp = each(layers, layer -> view.apply(layout.gateUp(layer)));
    down = each(layers, layer -> view.apply(layout.down(layer)));
  }

  private static Tensor[] each(int layers, Function<Integer, Tensor> view) {
    Tensor[] tensors = new Tensor[layers];
    for (int layer = 0; layer < layers; layer++) {
      tensors[layer] = view.apply(layer);
    }
    return tensors;
  }
}

package org.gristmill.trainer.model;

import org.gristmill.trainer.kernels.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cosines and sines of the rotary positions: frequency i turns by position * base^(-2i / width).
 */
final class RotaryTable {

  private RotaryTable() {}

  /** {@code [positions][cosine, sine][headWidth / 2]}. */
  static Tensor of(DecoderShape shape, DataType type) {
    int half = shape.headWidth() / 2;
    double[] values = new double[shape.sequenceLength() * 2 * half];
    for (int position = 0; position < shape.sequenceLength(); position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(shape.ropeBase(), -2.0 * i / shape.headWidth());
        values[position * 2 * half + i] = Math.cos(angle);
        values[position * 2 * half + half + i] = Math.sin(angle);
      }
    }
    INDArray array = Nd4j.createFromArray(values).castTo(type);
    return Tensor.view(array, 0, values.length);
  }
}

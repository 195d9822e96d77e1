package org.gristmill.trainer.model;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * First values of the parameters: norms 1, embedding normal with deviation 0.02, matrices normal
 * with 1/sqrt(inputs), projections back into the residual stream divided by sqrt(2 * layers)
 * (Radford et al., 2019). A function of seed and layout alone.
 */
final class Initialization {

  private static final double EMBEDDING_DEVIATION = 0.02;

  private Initialization() {}

  /** Fills the flat vector. */
  static void fill(INDArray flat, DecoderShape shape, long seed) {
    Random random = new Random(seed);
    for (ParameterLayout.Block block : new ParameterLayout(shape).blocks()) {
      int count = Math.toIntExact(block.length());
      float[] values = new float[count];
      double deviation = deviation(block, shape);
      for (int i = 0; i < count; i++) {
        values[i] =
            block.group() == ParameterLayout.Group.NORMS
                ? 1
                : (float) (random.nextGaussian() * deviation);
      }
      INDArray created = Nd4j.createFromArray(values);
      flat.get(NDArrayIndex.interval(block.offset(), block.offset() + count))
          .assign(flat.dataType() == DataType.FLOAT ? created : created.castTo(flat.dataType()));
    }
  }

  private static double deviation(ParameterLayout.Block block, DecoderShape shape) {
    if (block.group() == ParameterLayout.Group.EMBEDDING) {
      return EMBEDDING_DEVIATION;
    }
    boolean residual = block.name().endsWith("attention_output") || block.name().endsWith("down");
    return 1 / Math.sqrt(block.rows()) / (residual ? Math.sqrt(2.0 * shape.layers()) : 1);
  }
}

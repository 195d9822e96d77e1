package org.gristmill.trainer.optimizer;

import org.gristmill.trainer.kernels.AdamStep;
import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.gristmill.trainer.runtime.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running half of {@link AdamW}: state is first moments, then second moments. */
final class AdamWUpdater extends ViewUpdater<AdamW> {

  private static final int PIECE = 1 << 18;

  private Kernels[] kernels = new Kernels[0];

  AdamWUpdater(AdamW settings) {
    super(settings);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = getConfig().getLearningRate(iteration, epoch);
    AdamStep step =
        AdamStep.at(
            iteration + 1, rate, getConfig().beta1(), getConfig().beta2(), getConfig().epsilon());
    long length = gradient.length();
    int pieces = Math.toIntExact((length + PIECE - 1) / PIECE);
    prepare(gradient);
    int threads = Math.min(kernels.length, pieces);
    Workers.forEach(
        threads,
        thread -> {
          for (int piece = thread; piece < pieces; piece += threads) {
            long from = (long) piece * PIECE;
            int count = (int) Math.min(PIECE, length - from);
            kernels[thread].adam(
                Tensor.view(gradient, from, count),
                Tensor.view(state(), from, count),
                Tensor.view(state(), length + from, count),
                step,
                0,
                count);
          }
        });
  }

  private void prepare(INDArray gradient) {
    if (kernels.length == 0) {
      kernels = new Kernels[Workers.cores()];
      for (int i = 0; i < kernels.length; i++) {
        kernels[i] = Kernels.of(gradient.dataType());
      }
    }
  }
}

package org.gristmill.trainer.optimizer;

import java.util.Map;
import org.gristmill.trainer.kernels.AdamStep;
import org.gristmill.trainer.kernels.Kernels;
import org.gristmill.trainer.kernels.Tensor;
import org.gristmill.trainer.runtime.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The running half of {@link AdamW}: state is first moments, then second moments. */
final class AdamWUpdater implements GradientUpdater<AdamW> {

  private static final int PIECE = 1 << 18;

  private final AdamW settings;
  private INDArray state;
  private Kernels[] kernels = new Kernels[0];

  AdamWUpdater(AdamW settings) {
    this.settings = settings;
  }

  @Override
  public AdamW getConfig() {
    return settings;
  }

  @Override
  public void setState(Map<String, INDArray> named, boolean initialize) {
    throw new UnsupportedOperationException(
        "Cannot set the state of AdamW from named arrays: expected one view");
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of("moments", state);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    state = view;
    if (initialize) {
      view.assign(0);
    }
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = settings.getLearningRate(iteration, epoch);
    AdamStep step =
        AdamStep.at(iteration + 1, rate, settings.beta1(), settings.beta2(), settings.epsilon());
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
                Tensor.view(state, from, count),
                Tensor.view(state, length + from, count),
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

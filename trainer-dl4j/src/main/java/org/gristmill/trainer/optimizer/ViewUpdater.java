package org.gristmill.trainer.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The running half of a {@link ScheduledUpdater}: its state is one view. */
abstract class ViewUpdater<T extends ScheduledUpdater> implements GradientUpdater<T> {

  private final T settings;
  private INDArray state;

  ViewUpdater(T settings) {
    this.settings = settings;
  }

  final INDArray state() {
    return state;
  }

  @Override
  public final T getConfig() {
    return settings;
  }

  @Override
  public final void setState(Map<String, INDArray> named, boolean initialize) {
    throw new UnsupportedOperationException(
        "Cannot set the state of "
            + settings.getClass().getSimpleName()
            + " from named arrays: expected one view");
  }

  @Override
  public final Map<String, INDArray> getState() {
    return Map.of("state", state);
  }

  @Override
  public final void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    state = view;
    if (initialize) {
      view.assign(0);
    }
  }
}

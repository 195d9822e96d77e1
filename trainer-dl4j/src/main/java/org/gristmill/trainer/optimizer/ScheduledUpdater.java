package org.gristmill.trainer.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Settings of an optimiser whose learning rate follows a schedule and whose state is one view: what
 * DL4J asks of every such class.
 */
abstract class ScheduledUpdater implements IUpdater {

  private static final long serialVersionUID = 1L;

  private final ISchedule schedule;

  ScheduledUpdater(ISchedule schedule) {
    this.schedule = schedule;
  }

  /** A copy of the schedule, for copies of the settings. */
  final ISchedule schedule() {
    return schedule.clone();
  }

  /** The running half, without state. */
  abstract ViewUpdater<?> start();

  @Override
  public final GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
    ViewUpdater<?> updater = start();
    updater.setStateViewArray(state, state.shape(), state.ordering(), initialize);
    return updater;
  }

  @Override
  public final GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
    throw new UnsupportedOperationException(
        "Cannot build " + name() + " from named arrays: expected one view of its state");
  }

  @Override
  public final double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  @Override
  public final boolean hasLearningRate() {
    return true;
  }

  @Override
  public final void setLrAndSchedule(double rate, ISchedule newSchedule) {
    throw new UnsupportedOperationException(
        "Cannot change the learning rate of "
            + name()
            + ": expected a new network with another schedule");
  }

  private String name() {
    return getClass().getSimpleName();
  }

  @Override
  public abstract IUpdater clone();
}

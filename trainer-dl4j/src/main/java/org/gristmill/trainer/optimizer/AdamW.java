package org.gristmill.trainer.optimizer;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): p = p (1 - rate * decay) - rate *
 * m^ / (sqrt(v^) + epsilon).
 *
 * <p>This updater yields the Adam part, fused and on all cores; the decay is DL4J's {@code
 * WeightDecay} on the parameters that want it, which multiplies by the same rate.
 */
public final class AdamW implements IUpdater {

  private static final long serialVersionUID = 1L;

  private final ISchedule schedule;
  private final double beta1;
  private final double beta2;
  private final double epsilon;

  /**
   * @param schedule learning rate by iteration
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   */
  public AdamW(ISchedule schedule, double beta1, double beta2, double epsilon) {
    this.schedule = schedule;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  double beta1() {
    return beta1;
  }

  double beta2() {
    return beta2;
  }

  double epsilon() {
    return epsilon;
  }

  @Override
  public long stateSize(long parameters) {
    return 2 * parameters;
  }

  @Override
  public GradientUpdater<AdamW> instantiate(INDArray state, boolean initialize) {
    AdamWUpdater updater = new AdamWUpdater(this);
    updater.setStateViewArray(state, state.shape(), state.ordering(), initialize);
    return updater;
  }

  @Override
  public GradientUpdater<AdamW> instantiate(Map<String, INDArray> state, boolean initialize) {
    throw new UnsupportedOperationException(
        "Cannot build AdamW from named arrays: expected one view of its state");
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return schedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule newSchedule) {
    throw new UnsupportedOperationException(
        "Cannot change the learning rate of AdamW: expected a new network with another schedule");
  }

  @Override
  public AdamW clone() {
    return new AdamW(schedule.clone(), beta1, beta2, epsilon);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdamW that
        && beta1 == that.beta1
        && beta2 == that.beta2
        && epsilon == that.epsilon;
  }

  @Override
  public int hashCode() {
    return Objects.hash(beta1, beta2, epsilon);
  }
}

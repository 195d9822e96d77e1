package org.gristmill.trainer.optimizer;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): p = p (1 - rate * decay) - rate *
 * m^ / (sqrt(v^) + epsilon).
 *
 * <p>This updater yields the Adam part, fused and on all cores; the decay is DL4J's {@code
 * WeightDecay} on the parameters that want it, which multiplies by the same rate.
 */
public final class AdamW extends ScheduledUpdater {

  private static final long serialVersionUID = 1L;

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
    super(schedule);
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
  AdamWUpdater start() {
    return new AdamWUpdater(this);
  }

  @Override
  public AdamW clone() {
    return new AdamW(schedule(), beta1, beta2, epsilon);
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

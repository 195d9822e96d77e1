package org.gristmill.trainer.optimizer;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * Linear warm-up, a stable stretch at the peak, then a decay by 1 - sqrt(r) to zero, r being the
 * share of the decay that is done (Hägele et al., 2024). One step of DL4J is one iteration, counted
 * from 0; beyond the last the rate stays at zero.
 */
public final class WarmupStableDecay implements ISchedule {

  private static final long serialVersionUID = 1L;

  private final double peak;
  private final int warmup;
  private final int decay;
  private final int steps;

  /**
   * @param peak learning rate of the stable stretch
   * @param warmup steps until the peak is reached, 0 for none
   * @param decay steps of the decay, at the end, 0 for none
   * @param steps all steps, at least {@code warmup + decay}
   */
  public WarmupStableDecay(double peak, int warmup, int decay, int steps) {
    if (warmup < 0 || decay < 0 || (long) warmup + decay > steps) {
      throw new IllegalArgumentException(
          "Cannot schedule "
              + warmup
              + " steps of warm-up and "
              + decay
              + " of decay: expected both to fit into "
              + steps
              + " steps");
    }
    this.peak = peak;
    this.warmup = warmup;
    this.decay = decay;
    this.steps = steps;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmup) {
      return peak * (iteration + 1) / warmup;
    }
    int decayed = iteration - (steps - decay);
    if (decayed < 0) {
      return peak;
    }
    if (iteration >= steps) {
      return 0;
    }
    return peak * (1 - Math.sqrt(decayed / (double) decay));
  }

  @Override
  public WarmupStableDecay clone() {
    return new WarmupStableDecay(peak, warmup, decay, steps);
  }
}

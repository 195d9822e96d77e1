package org.gristmill.trainer.kernels;

/**
 * The constants of one step of Adam.
 *
 * @param rate learning rate of this step
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param correction1 1 / (1 - beta1^t)
 * @param correction2 1 / (1 - beta2^t)
 */
public record AdamStep(
    double rate,
    double beta1,
    double beta2,
    double epsilon,
    double correction1,
    double correction2) {

  /** Constants of step {@code t}, counted from 1. */
  public static AdamStep at(int t, double rate, double beta1, double beta2, double epsilon) {
    return new AdamStep(
        rate, beta1, beta2, epsilon, 1 / (1 - Math.pow(beta1, t)), 1 / (1 - Math.pow(beta2, t)));
  }
}

package org.gristmill.trainer.loop;

import java.util.Locale;
import java.util.function.Consumer;

/** One line every few seconds: step, loss, learning rate, speed, time left. Not thread-safe. */
final class Progress {

  private static final double SECONDS_BETWEEN = 3;

  private final Consumer<String> out;
  private final int steps;
  private double shownAt = now();
  private long shownTokens;
  private int shownStep;

  Progress(Consumer<String> out, int fromStep, int steps) {
    this.out = out;
    this.steps = steps;
    shownStep = fromStep;
  }

  /** Reports a finished step. */
  void step(int step, double loss, double rate, long targets) {
    shownTokens += targets;
    double elapsed = now() - shownAt;
    if (elapsed < SECONDS_BETWEEN && step < steps) {
      return;
    }
    double perStep = elapsed / Math.max(1, step - shownStep);
    long left = Math.round(perStep * (steps - step));
    out.accept(
        String.format(
            Locale.ROOT,
            "step %,d/%,d  loss %.3f  lr %.2e  %,.0f tokens/s  %d:%02d left",
            step,
            steps,
            loss,
            rate,
            shownTokens / elapsed,
            left / 60,
            left % 60));
    shownAt = now();
    shownTokens = 0;
    shownStep = step;
  }

  /** Keeps time spent on something else out of the speed. */
  void pause(Runnable task) {
    double before = now();
    task.run();
    shownAt += now() - before;
  }

  static double now() {
    return System.nanoTime() / 1e9;
  }
}

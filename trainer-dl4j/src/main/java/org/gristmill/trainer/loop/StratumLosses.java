package org.gristmill.trainer.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.trainer.data.StratifiedBatch;
import org.gristmill.trainer.loop.CheckpointState.StratumState;

/**
 * Moving average of the training loss of each stratum: 0.95 of the old value and 0.05 of the mean
 * of a step in which the stratum has targets. Not thread-safe.
 */
final class StratumLosses {

  private static final double KEPT = 0.95;

  private final List<String> names;
  private final double[] averages;
  private final long[] tokens;
  private final double[] stepSums;
  private final long[] stepTokens;

  StratumLosses(List<String> names) {
    this.names = List.copyOf(names);
    averages = new double[names.size()];
    tokens = new long[names.size()];
    stepSums = new double[names.size()];
    stepTokens = new long[names.size()];
  }

  /** Continues from a checkpoint. */
  void restore(Map<String, StratumState> states) {
    for (int i = 0; i < names.size(); i++) {
      StratumState state = states.get(names.get(i));
      averages[i] = state == null ? 0 : state.average();
      tokens[i] = state == null ? 0 : state.tokens();
    }
  }

  /** Adds a step; returns its target positions. */
  long add(StratifiedBatch batch, double[] losses) {
    java.util.Arrays.fill(stepSums, 0);
    java.util.Arrays.fill(stepTokens, 0);
    long targets = 0;
    for (int line = 0; line < losses.length; line++) {
      if (batch.rows.weights[line] != 0) {
        stepSums[batch.strata[line]] += losses[line];
        stepTokens[batch.strata[line]]++;
        targets++;
      }
    }
    for (int i = 0; i < averages.length; i++) {
      if (stepTokens[i] > 0) {
        double mean = stepSums[i] / stepTokens[i];
        averages[i] = tokens[i] == 0 ? mean : KEPT * averages[i] + (1 - KEPT) * mean;
        tokens[i] += stepTokens[i];
      }
    }
    return targets;
  }

  /** Target positions of a stratum so far. */
  long tokens(int stratum) {
    return tokens[stratum];
  }

  /** Moving average of a stratum, 0 before its first target. */
  double average(int stratum) {
    return averages[stratum];
  }

  /** For a checkpoint. */
  Map<String, StratumState> states(Map<String, Double> heldOutStart) {
    Map<String, StratumState> states = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      states.put(
          names.get(i),
          new StratumState(
              tokens[i], averages[i], Optional.ofNullable(heldOutStart.get(names.get(i)))));
    }
    return states;
  }
}

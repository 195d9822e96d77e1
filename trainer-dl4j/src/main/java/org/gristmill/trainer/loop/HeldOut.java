package org.gristmill.trainer.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.trainer.data.BatchReader;
import org.gristmill.trainer.data.StratifiedBatch;
import org.gristmill.trainer.model.DecoderLayer;

/**
 * The validation rows of a run, held in memory: in order of the rows, until every stratum has the
 * targets of {@code rowsPerStratum} full rows or the source ends. Not thread-safe.
 */
final class HeldOut {

  private final List<String> names;
  private final List<StratifiedBatch> batches = new ArrayList<>();
  private final long[] tokens;

  HeldOut(RowSource source, int rowsPerStratum, int batchRows) throws IOException {
    names = source.strata();
    tokens = new long[names.size()];
    long wanted = (long) rowsPerStratum * source.info().sequenceLength();
    int length = source.info().sequenceLength();
    BatchReader reader = new BatchReader(source);
    StratifiedBatch one = new StratifiedBatch(1, length);
    StratifiedBatch filling = null;
    int place = 0;
    for (long row = 0; row < source.rows() && !enough(wanted); row++) {
      reader.read(row, one, 0);
      if (!helps(one, wanted)) {
        continue;
      }
      if (filling == null || place == batchRows) {
        filling = new StratifiedBatch(batchRows, length);
        batches.add(filling);
        place = 0;
      }
      filling.copyRow(one, place);
      for (int t = 0; t < length; t++) {
        tokens[one.strata[t]] += one.rows.weights[t] != 0 ? 1 : 0;
      }
      place++;
    }
  }

  /** Held-out targets by stratum; strata without any are left out. */
  Map<String, Long> tokens() {
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] > 0) {
        counts.put(names.get(i), tokens[i]);
      }
    }
    return counts;
  }

  /** Mean loss by stratum in nats per token; strata without targets are left out. */
  Map<String, Double> losses(DecoderLayer layer) {
    return means((batch, losses) -> layer.evaluate(batch.rows, losses));
  }

  /** Mean of what a model gives each target. */
  Map<String, Double> means(LossModel model) {
    double[] sums = new double[names.size()];
    for (StratifiedBatch batch : batches) {
      double[] losses = new double[batch.rows.lines()];
      model.losses(batch, losses);
      for (int line = 0; line < losses.length; line++) {
        if (batch.rows.weights[line] != 0) {
          sums[batch.strata[line]] += losses[line];
        }
      }
    }
    Map<String, Double> means = new TreeMap<>();
    for (int i = 0; i < sums.length; i++) {
      if (tokens[i] > 0) {
        means.put(names.get(i), sums[i] / tokens[i]);
      }
    }
    return means;
  }

  /** The mean cross-entropy of each stratum under a model that only knows token frequencies. */
  Map<String, Double> unigramLosses(UnigramCounts counts) {
    return means(
        (batch, losses) -> {
          for (int line = 0; line < losses.length; line++) {
            if (batch.rows.weights[line] != 0) {
              int target = batch.rows.targets[line];
              losses[line] = -Math.log(counts.probability(batch.strata[line], target));
            }
          }
        });
  }

  private boolean enough(long wanted) {
    return Arrays.stream(tokens).allMatch(count -> count >= wanted);
  }

  private boolean helps(StratifiedBatch row, long wanted) {
    for (int t = 0; t < row.strata.length; t++) {
      if (row.rows.weights[t] != 0 && tokens[row.strata[t]] < wanted) {
        return true;
      }
    }
    return false;
  }

  /** Writes the loss of every line with a target. */
  @FunctionalInterface
  interface LossModel {
    void losses(StratifiedBatch batch, double[] losses);
  }
}

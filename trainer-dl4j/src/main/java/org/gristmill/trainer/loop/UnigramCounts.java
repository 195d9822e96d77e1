package org.gristmill.trainer.loop;

import java.io.IOException;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.trainer.data.BatchReader;
import org.gristmill.trainer.data.StratifiedBatch;

/**
 * How often each token is a target in the training rows of each stratum: the baseline that a model
 * with context has to beat.
 *
 * <p>p(token | stratum) = (n(token, stratum) + k q(token)) / (n(stratum) + k), with k = {@value
 * #PRIOR} and q the add-one estimate over all strata (Dirichlet smoothing; MacKay and Peto, 1995).
 */
final class UnigramCounts {

  private static final int PRIOR = 1000;
  private static final long MAX_LINES = 20_000_000;

  private final int vocabulary;
  private final int[][] counts;
  private final long[] totals;
  private final long[] all;
  private long sum;

  private UnigramCounts(int vocabulary, int strata) {
    this.vocabulary = vocabulary;
    counts = new int[strata][];
    totals = new long[strata];
    all = new long[vocabulary];
  }

  /** Counts the targets of the first {@code rows} rows, at most about 20 million positions. */
  static UnigramCounts of(RowSource source, long rows, int vocabulary) throws IOException {
    UnigramCounts counts = new UnigramCounts(vocabulary, source.strata().size());
    int length = source.info().sequenceLength();
    BatchReader reader = new BatchReader(source);
    StratifiedBatch batch = new StratifiedBatch(1, length);
    long limit = Math.min(Math.min(rows, source.rows()), MAX_LINES / length + 1);
    for (long row = 0; row < limit; row++) {
      reader.read(row, batch, 0);
      for (int t = 0; t < length; t++) {
        if (batch.rows.weights[t] != 0) {
          counts.add(batch.strata[t], batch.rows.targets[t]);
        }
      }
    }
    return counts;
  }

  /** Smoothed probability of a token; positive for every token of the vocabulary. */
  double probability(int stratum, int token) {
    double prior = (all[token] + 1.0) / (sum + (double) vocabulary);
    int count = counts[stratum] == null ? 0 : counts[stratum][token];
    return (count + PRIOR * prior) / (totals[stratum] + (double) PRIOR);
  }

  /** Entropy of the smoothed distribution of a stratum in nats per token. */
  double entropy(int stratum) {
    double entropy = 0;
    for (int token = 0; token < vocabulary; token++) {
      double p = probability(stratum, token);
      entropy -= p * Math.log(p);
    }
    return entropy;
  }

  private void add(int stratum, int token) {
    if (counts[stratum] == null) {
      counts[stratum] = new int[vocabulary];
    }
    counts[stratum][token]++;
    totals[stratum]++;
    all[token]++;
    sum++;
  }
}

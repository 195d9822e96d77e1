package org.gristmill.trainer.data;

import java.io.IOException;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.trainer.model.TokenBatch;

/**
 * Fills batches from rows: row r of the mix belongs to step r / batchRows. Position t is a target
 * if the row goes on at t + 1, no segment starts there and the row's loss mask does not exclude it;
 * every target counts alike. Not thread-safe.
 */
public final class BatchReader {

  private final RowSource source;
  private final Row row;
  private final int sequenceLength;
  private final boolean[] starts;

  /** Reads from a source whose rows have one token more than a sequence. */
  public BatchReader(RowSource source) {
    this.source = source;
    sequenceLength = source.info().sequenceLength();
    row = new Row(sequenceLength + 1);
    starts = new boolean[sequenceLength + 1];
  }

  /**
   * Reads one row into a place of a batch.
   *
   * @param number row of the source
   * @param place row of the batch
   */
  public void read(long number, StratifiedBatch target, int place) throws IOException {
    TokenBatch batch = target.rows;
    source.read(number, row);
    int at = place * sequenceLength;
    markStarts();
    int start = 0;
    int segment = -1;
    for (int t = 0; t < sequenceLength; t++) {
      if (starts[t]) {
        start = t;
        segment = t < row.length() ? segment + 1 : segment;
      }
      boolean counts = t + 1 < row.length() && !starts[t + 1] && row.lossMask()[t + 1] == 1;
      batch.inputs[at + t] = row.inputIds()[t];
      batch.segmentStarts[at + t] = start;
      batch.targets[at + t] = counts ? row.inputIds()[t + 1] : 0;
      batch.weights[at + t] = counts ? 1 : 0;
      target.strata[at + t] = row.strata()[segment];
    }
  }

  /** Segment starts, the first padded position among them: padding sees nothing of the text. */
  private void markStarts() {
    java.util.Arrays.fill(starts, false);
    for (int i = 0; i < row.segments(); i++) {
      starts[row.starts()[i]] = true;
    }
    starts[0] = true;
    if (row.length() <= sequenceLength) {
      starts[row.length()] = true;
    }
  }
}

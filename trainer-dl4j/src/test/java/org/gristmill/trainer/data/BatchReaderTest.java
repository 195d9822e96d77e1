package org.gristmill.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.tokenization.stream.Row;
import org.junit.jupiter.api.Test;

class BatchReaderTest {

  @Test
  void targetsEndBeforeSegmentsAndPadding() throws Exception {
    StratifiedBatch batch = new StratifiedBatch(2, 6);
    new BatchReader(new OneRow()).read(0, batch, 1);

    // tokens 5 6 7 | 8 9 + two of padding, in rows of seven tokens for sequences of six
    assertThat(batch.rows.inputs).containsExactly(0, 0, 0, 0, 0, 0, 5, 6, 7, 8, 9, 0);
    assertThat(batch.rows.targets).containsExactly(0, 0, 0, 0, 0, 0, 6, 7, 0, 9, 0, 0);
    assertThat(batch.rows.weights).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0);
    assertThat(batch.rows.segmentStarts).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 5);
    assertThat(batch.strata).containsExactly(0, 0, 0, 0, 0, 0, 2, 2, 2, 1, 1, 1);

    batch.rows.averageTargets();
    assertThat(batch.rows.targetCount()).isEqualTo(3);
    assertThat(batch.rows.weights[6]).isEqualTo(1 / 3f);
  }

  @Test
  void whatTheMaskLeavesOutIsNoTarget() throws Exception {
    OneRow rows = new OneRow();
    rows.mask = new byte[] {1, 0, 1, 1, 1, 0, 0};
    StratifiedBatch batch = new StratifiedBatch(1, 6);
    new BatchReader(rows).read(0, batch, 0);

    assertThat(batch.rows.inputs).containsExactly(5, 6, 7, 8, 9, 0);
    assertThat(batch.rows.targets).containsExactly(0, 7, 0, 9, 0, 0);
    assertThat(batch.rows.weights).containsExactly(0, 1, 0, 1, 0, 0);
  }

  private static final class OneRow implements RowSource {
    private byte[] mask = {1, 1, 1, 1, 1, 0, 0};

    @Override
    public long rows() {
      return 1;
    }

    @Override
    public ShardInfo info() {
      return new ShardInfo(
          6, List.of("a", "b", "c"), "tokenizer-1", 10, 0, "concat", new java.util.TreeMap<>());
    }

    @Override
    public void close() {}

    @Override
    public void read(long number, Row target) {
      target.clear();
      System.arraycopy(new int[] {5, 6, 7, 8, 9, 0, 0}, 0, target.inputIds(), 0, 7);
      target.addSegment(0, 2, 0, 0, 0, 0, 0);
      target.addSegment(3, 1, 0, 0, 0, 0, 0);
      System.arraycopy(mask, 0, target.lossMask(), 0, 7);
      target.length(5);
    }
  }
}

package org.gristmill.trainer.data;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.tokenization.stream.Row;

/**
 * Rows of two strata that a small model learns quickly: in "up" each token follows its predecessor,
 * in "twice" it is the predecessor's double. A pure function of the row number.
 */
public final class PatternRows implements RowSource {

  private final long rows;
  private final int sequenceLength;
  private final int vocabulary;

  public PatternRows(long rows, int sequenceLength, int vocabulary) {
    this.rows = rows;
    this.sequenceLength = sequenceLength;
    this.vocabulary = vocabulary;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public ShardInfo info() {
    return new ShardInfo(
        sequenceLength,
        List.of("xx/up/all/all", "xx/twice/all/all"),
        "tokenizer-1",
        vocabulary,
        0,
        "concat",
        new TreeMap<>());
  }

  @Override
  public void close() {}

  @Override
  public void read(long number, Row target) {
    Random random = new Random(number);
    target.clear();
    int at = 0;
    while (at <= sequenceLength) {
      int stratum = random.nextInt(2);
      target.addSegment(at, stratum, 0, 0, 0, 0, 0);
      int token = 1 + random.nextInt(vocabulary - 1);
      int end = Math.min(sequenceLength + 1, at + 4 + random.nextInt(sequenceLength));
      while (at < end) {
        target.inputIds()[at++] = token;
        token = (stratum == 0 ? token + 1 : token * 2) % vocabulary;
      }
    }
    int length = number % 5 == 4 ? sequenceLength - 2 : sequenceLength + 1;
    target.length(Math.max(length, target.starts()[target.segments() - 1] + 1));
    java.util.Arrays.fill(target.inputIds(), target.length(), sequenceLength + 1, 0);
  }
}

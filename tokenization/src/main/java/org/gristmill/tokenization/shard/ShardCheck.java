package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.Row;

/**
 * Reads a whole shard again; its reader checks every offset, length, stratum and token on the way.
 */
public final class ShardCheck {
  private ShardCheck() {}

  /**
   * Counts of a shard that was found whole.
   *
   * @param rows number of rows
   * @param strataTokens tokens by stratum number
   * @param paddedTokens places behind the rows' lengths
   */
  public record Counts(long rows, List<Long> strataTokens, long paddedTokens) {
    /** Copies the list. */
    public Counts {
      strataTokens = List.copyOf(strataTokens);
    }
  }

  /**
   * Checks a shard.
   *
   * @throws CorruptDataException naming the shard and what is wrong with it
   */
  public static Counts check(Store store, String path) throws IOException {
    try (ShardReader reader = ShardReader.open(store, path)) {
      ShardInfo info = reader.info();
      Row row = new Row(info.rowTokens());
      long[] tokens = new long[info.strata().size()];
      long padded = 0;
      for (long r = 0; r < reader.rows(); r++) {
        reader.read(r, row);
        Shards.count(row, tokens);
        for (int i = row.length(); i < info.rowTokens(); i++, padded++) {
          if (row.inputIds()[i] != info.padId()) {
            throw new CorruptDataException(
                "Cannot accept shard "
                    + path
                    + ": row "
                    + r
                    + " has token "
                    + row.inputIds()[i]
                    + " behind its length; expected the padding "
                    + info.padId());
          }
          if (reader.hasLossMask() && row.lossMask()[i] != 0) {
            throw new CorruptDataException(
                "Cannot accept shard "
                    + path
                    + ": row "
                    + r
                    + " has padding that is learnt at "
                    + i
                    + "; expected a mask of 0 behind its length");
          }
        }
      }
      List<Long> strataTokens = new ArrayList<>();
      for (long taken : tokens) {
        strataTokens.add(taken);
      }
      return new Counts(reader.rows(), strataTokens, padded);
    }
  }
}

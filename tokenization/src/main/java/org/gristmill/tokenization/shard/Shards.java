package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.gristmill.tokenization.stream.WindowRows;

/** How a stream of windows is divided into shards: each a whole number of windows, in order. */
public final class Shards {
  private Shards() {}

  /** Path of a shard: {@code <directory>/shard-00000.arrow}. */
  public static String path(String directory, int shard) {
    return String.format(Locale.ROOT, "%s/shard-%05d.arrow", directory, shard);
  }

  /** Number of shards of a stream. */
  public static int count(RowStream stream) {
    return count(stream.windows(), stream.spec());
  }

  static int count(long windows, MixSpec spec) {
    long each = spec.windowsPerShard();
    return Math.toIntExact((windows + each - 1) / each);
  }

  /** First window of a shard; for {@code shard == count}, the number of windows. */
  public static long firstWindow(RowStream stream, int shard) {
    return firstWindow(stream.windows(), stream.spec(), shard);
  }

  static long firstWindow(long windows, MixSpec spec, int shard) {
    return Math.min(windows, (long) shard * spec.windowsPerShard());
  }

  /**
   * What a shard holds.
   *
   * @param shard number
   * @param rows number of rows
   * @param strataTokens tokens by stratum number
   * @param paddedTokens places behind the rows' lengths
   * @param digest size and checksum of the file
   */
  public record Summary(
      int shard, long rows, List<Long> strataTokens, long paddedTokens, FileDigest digest) {
    /** Copies the list. */
    public Summary {
      strataTokens = List.copyOf(strataTokens);
    }
  }

  /** Writes one shard of a stream; equal streams give equal bytes, whoever writes which shard. */
  public static Summary write(RowStream stream, Store store, String directory, int shard)
      throws IOException {
    ShardInfo info = ShardInfo.of(stream.spec());
    long[] tokens = new long[info.strata().size()];
    long padded = 0;
    Row row = new Row(info.rowTokens());
    try (ShardWriter writer = writer(stream, store, path(directory, shard), info)) {
      long end = firstWindow(stream, shard + 1);
      for (long w = firstWindow(stream, shard); w < end; w++) {
        WindowRows window = stream.window(w);
        for (int r = 0; r < window.rows(); r++) {
          window.read(r, row);
          writer.add(row);
          padded += info.rowTokens() - row.length();
          count(row, tokens);
        }
      }
      long rows = writer.rows();
      FileDigest digest = writer.commit();
      List<Long> strataTokens = new ArrayList<>();
      for (long taken : tokens) {
        strataTokens.add(taken);
      }
      return new Summary(shard, rows, strataTokens, padded, digest);
    }
  }

  private static ShardWriter writer(RowStream stream, Store store, String path, ShardInfo info)
      throws IOException {
    return stream.isMasked()
        ? ShardWriter.masked(store, path, info)
        : new ShardWriter(store, path, info);
  }

  /** Adds a row's tokens to counts by stratum. */
  static void count(Row row, long[] tokens) {
    for (int s = 0; s < row.segments(); s++) {
      int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
      tokens[row.strata()[s]] += end - row.starts()[s];
    }
  }
}

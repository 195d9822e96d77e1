package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.Row;

/**
 * The rows of all shards of one directory, in order of shard number; one shard is open at a time.
 */
public final class ShardRows implements RowSource {
  private final Store store;
  private final List<String> paths;
  private final long[] rowsBefore;
  private final ShardInfo info;
  private final boolean masked;
  private int open = -1;
  private ShardReader reader;

  private ShardRows(
      Store store, List<String> paths, long[] rowsBefore, ShardInfo info, boolean masked) {
    this.store = store;
    this.paths = paths;
    this.rowsBefore = rowsBefore;
    this.info = info;
    this.masked = masked;
  }

  /**
   * Opens a directory and reads the footer of every shard.
   *
   * @param directory for example {@code mix/0123456789ab/shards}
   * @throws CorruptDataException if there is no shard, a number is missing, or shards are of
   *     different mixes
   */
  public static ShardRows open(Store store, String directory) throws IOException {
    List<String> paths = new ArrayList<>();
    for (int shard = 0; store.stat(Shards.path(directory, shard)).isPresent(); shard++) {
      paths.add(Shards.path(directory, shard));
    }
    long present =
        store.list(directory).stream().filter(file -> file.path().endsWith(".arrow")).count();
    if (paths.isEmpty() || present != paths.size()) {
      throw new CorruptDataException(
          "Cannot open shards in "
              + directory
              + ": "
              + Shards.path(directory, paths.size())
              + " is missing");
    }
    long[] rowsBefore = new long[paths.size() + 1];
    ShardInfo info = null;
    boolean masked = false;
    for (int shard = 0; shard < paths.size(); shard++) {
      try (ShardReader reader = ShardReader.open(store, paths.get(shard))) {
        rowsBefore[shard + 1] = rowsBefore[shard] + reader.rows();
        boolean same = reader.info().equals(info) && reader.hasLossMask() == masked;
        if (info != null && !same) {
          throw new CorruptDataException(
              "Cannot open shards in "
                  + directory
                  + ": "
                  + paths.get(shard)
                  + " is of another mix than "
                  + paths.get(0));
        }
        info = reader.info();
        masked = reader.hasLossMask();
      }
    }
    return new ShardRows(store, paths, rowsBefore, info, masked);
  }

  @Override
  public long rows() {
    return rowsBefore[paths.size()];
  }

  /** The shard and row in it of a row of the data set, for example to trace it. */
  public String place(long row) {
    int shard = shardOf(row);
    return paths.get(shard) + ":" + (row - rowsBefore[shard]);
  }

  /** First row of a shard. */
  public long firstRow(int shard) {
    return rowsBefore[shard];
  }

  private int shardOf(long row) {
    if (row < 0 || row >= rows()) {
      throw new IndexOutOfBoundsException("Row " + row + " of " + rows());
    }
    int found = Arrays.binarySearch(rowsBefore, row);
    if (found < 0) {
      return -found - 2;
    }
    while (rowsBefore[found + 1] == row) {
      found++;
    }
    return found;
  }

  @Override
  public void read(long row, Row target) throws IOException {
    boolean here = open >= 0 && row >= rowsBefore[open] && row < rowsBefore[open + 1];
    if (!here) {
      int shard = shardOf(row);
      close();
      reader = ShardReader.open(store, paths.get(shard));
      open = shard;
    }
    reader.read(row - rowsBefore[open], target);
  }

  @Override
  public boolean hasLossMask() {
    return masked;
  }

  @Override
  public ShardInfo info() {
    return info;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      open = -1;
      reader.close();
      reader = null;
    }
  }
}

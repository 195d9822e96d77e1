package org.gristmill.tokenization.shard;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.gristmill.tokenization.stream.Row;

/**
 * Rows by number, from shards or straight from a token store; both give the same rows. Not
 * thread-safe.
 */
public interface RowSource extends Closeable {
  /** Number of rows. */
  long rows() throws IOException;

  /**
   * Fills a row. Reading in ascending order is fast; jumps cost a window or a record batch each.
   *
   * @param row {@code 0 .. rows() - 1}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  void read(long row, Row target) throws IOException;

  /** Whether rows say which tokens are learnt; without it, all are. */
  default boolean hasLossMask() {
    return false;
  }

  /** What all rows share. */
  ShardInfo info();

  /** Stratum names by number. */
  default List<String> strata() {
    return info().strata();
  }
}

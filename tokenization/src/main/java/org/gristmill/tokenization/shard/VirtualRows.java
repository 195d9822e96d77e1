package org.gristmill.tokenization.shard;

import java.io.IOException;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.gristmill.tokenization.stream.WindowRows;

/**
 * The rows of a mix that was never written: each window is read from the token store when its first
 * row is asked for.
 */
public final class VirtualRows implements RowSource {
  private final RowStream stream;
  private final ShardInfo info;
  private long windowNumber = -1;
  private long firstRow;
  private WindowRows window;

  /** Training rows over a store that the caller closes. */
  public VirtualRows(TokenStore store, MixSpec spec) throws IOException {
    this(RowStream.training(store, spec));
  }

  private VirtualRows(RowStream stream) {
    this.stream = stream;
    this.info = ShardInfo.of(stream.spec());
  }

  /** Validation rows over a store that the caller closes. */
  public static VirtualRows validation(TokenStore store, MixSpec spec) throws IOException {
    return new VirtualRows(RowStream.validation(store, spec));
  }

  @Override
  public long rows() throws IOException {
    return stream.rows();
  }

  @Override
  public void read(long row, Row target) throws IOException {
    boolean here = windowNumber >= 0 && row >= firstRow && row < firstRow + window.rows();
    if (!here) {
      long wanted = stream.windowOfRow(row);
      window = stream.window(wanted);
      windowNumber = wanted;
      firstRow = stream.rowsBefore(wanted);
    }
    window.read((int) (row - firstRow), target);
  }

  @Override
  public boolean hasLossMask() {
    return stream.isMasked();
  }

  @Override
  public ShardInfo info() {
    return info;
  }

  @Override
  public void close() {}
}

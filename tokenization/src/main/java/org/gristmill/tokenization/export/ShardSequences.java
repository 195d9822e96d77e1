package org.gristmill.tokenization.export;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.Row;

/** Packed rows of shards, without their padding. */
final class ShardSequences implements TokenSequences {
  private final ShardRows rows;
  private final Row row;
  private final long count;
  private long next;

  ShardSequences(Store store, String directory) throws IOException {
    rows = ShardRows.open(store, directory);
    row = new Row(rows.info().rowTokens());
    count = rows.rows();
  }

  @Override
  public String kind() {
    return "rows of shards";
  }

  @Override
  public TokenType type() {
    return TokenType.forVocabulary(rows.info().vocabularySize());
  }

  @Override
  public boolean next() throws IOException {
    if (next == count) {
      return false;
    }
    rows.read(next++, row);
    return true;
  }

  @Override
  public int[] tokens() {
    return row.inputIds();
  }

  @Override
  public int length() {
    return row.length();
  }

  @Override
  public boolean hasMask() {
    return rows.hasLossMask();
  }

  @Override
  public byte[] mask() {
    return hasMask() ? row.lossMask() : TokenSequences.super.mask();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}

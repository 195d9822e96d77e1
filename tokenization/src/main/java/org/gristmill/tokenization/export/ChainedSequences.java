package org.gristmill.tokenization.export;

import java.io.IOException;
import java.util.List;
import org.gristmill.tokenization.store.TokenType;

/** Sequences of several files of one type, one file after the other. */
final class ChainedSequences implements TokenSequences {
  private final List<TokenSets.Opener> openers;
  private int next = 1;
  private TokenSequences current;

  ChainedSequences(List<TokenSets.Opener> openers) throws IOException {
    this.openers = List.copyOf(openers);
    this.current = openers.get(0).open();
  }

  @Override
  public String kind() {
    return current.kind();
  }

  @Override
  public TokenType type() {
    return current.type();
  }

  @Override
  public boolean next() throws IOException {
    while (!current.next()) {
      if (next == openers.size()) {
        return false;
      }
      current.close();
      current = openers.get(next++).open();
    }
    return true;
  }

  @Override
  public int[] tokens() {
    return current.tokens();
  }

  @Override
  public int length() {
    return current.length();
  }

  @Override
  public boolean hasMask() {
    return current.hasMask();
  }

  @Override
  public byte[] mask() {
    return current.mask();
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}

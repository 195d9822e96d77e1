package org.gristmill.tokenization.export;

import java.io.IOException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.ForwardReader;
import org.gristmill.tokenization.store.TokenType;

/** The tokens of one llm.c {@code .bin}, in stretches, because it keeps no ends. */
final class BinSequences implements TokenSequences {
  private static final int STRETCH = 1 << 16;

  private final RandomInput input;
  private final TokenType type;
  private final ForwardReader reader;
  private long left;
  private int[] tokens = new int[0];
  private int length;

  private BinSequences(RandomInput input, String name, TokenType type) {
    this.input = input;
    this.type = type;
    this.reader = new ForwardReader(input, name, type, BinHeader.BYTES);
    this.left = (input.length() - BinHeader.BYTES) / type.width();
  }

  static BinSequences open(Store store, String path) throws IOException {
    RandomInput input = store.open(path);
    boolean opened = false;
    try {
      TokenType type = BinHeader.check(input, path);
      opened = true;
      return new BinSequences(input, path, type);
    } finally {
      if (!opened) {
        input.close();
      }
    }
  }

  @Override
  public String kind() {
    return "nanochat or llm.c data";
  }

  @Override
  public TokenType type() {
    return type;
  }

  @Override
  public boolean next() throws IOException {
    length = (int) Math.min(STRETCH, left);
    left -= length;
    if (length > 0) {
      tokens = reader.read(length, tokens);
    }
    return length > 0;
  }

  @Override
  public int[] tokens() {
    return tokens;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}

package org.gristmill.tokenization.export;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.MegatronSet;
import org.gristmill.tokenization.store.TokenType;

/** Documents of a Megatron set; the sequences of a document end to end. */
final class MegatronSequences implements TokenSequences {
  private final MegatronSet set;

  MegatronSequences(Store store, String prefix) throws IOException {
    set = MegatronSet.open(store, prefix);
  }

  @Override
  public String kind() {
    return "Megatron set";
  }

  @Override
  public TokenType type() {
    return set.index().type();
  }

  @Override
  public boolean next() throws IOException {
    return set.next();
  }

  @Override
  public int[] tokens() {
    return set.tokens();
  }

  @Override
  public int length() {
    return set.length();
  }

  @Override
  public void close() throws IOException {
    set.close();
  }
}

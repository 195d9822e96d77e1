package org.gristmill.tokenization.store;

import java.io.IOException;
import java.util.List;
import org.gristmill.common.CorruptDataException;

/** The sorted parts of one stratum that were written together. Thread-safe. */
public final class TokenRun {
  private final int number;
  private final List<TokenPart> parts;
  private volatile long[] tokensBefore;

  TokenRun(int number, List<TokenPart> parts) {
    this.number = number;
    this.parts = List.copyOf(parts);
  }

  /** The run's number, from its directory's name. */
  public int number() {
    return number;
  }

  /** The parts in order of keys. */
  public List<TokenPart> parts() {
    return parts;
  }

  /** Tokens of all parts. */
  public long tokens() throws IOException {
    return tokensBefore(parts.size());
  }

  /** Tokens before a part, given by its place in {@link #parts}. */
  long tokensBefore(int part) throws IOException {
    long[] known = tokensBefore;
    if (known == null) {
      known = new long[parts.size() + 1];
      long lastKey = -1;
      for (int p = 0; p < parts.size(); p++) {
        SparseIndex sparse = parts.get(p).sparse();
        if (sparse.entries() > 0 && sparse.key(0) < lastKey) {
          throw new CorruptDataException(
              "Cannot read "
                  + parts.get(p).path()
                  + ".sparse at byte 48: its keys start below those of the part before it");
        }
        lastKey = sparse.entries() == 0 ? lastKey : sparse.key(sparse.entries() - 1);
        known[p + 1] = known[p] + sparse.tokens();
      }
      tokensBefore = known;
    }
    return known[part];
  }

  /** Documents of all parts. */
  public long documents() throws IOException {
    long documents = 0;
    for (TokenPart part : parts) {
      documents += part.sparse().documents();
    }
    return documents;
  }
}

package org.gristmill.tokenization.store;

import java.io.IOException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;

/** Walks the documents of one run in order, holding the lengths of one stretch. Not thread-safe. */
final class RunCursor {
  private final TokenRun run;

  private int part = -1;
  private int stretch = -1;
  private long stretchStart;
  private int[] lengths = new int[0];
  private byte[] ids;
  private int at;
  private long start;

  RunCursor(TokenRun run) {
    this.run = run;
  }

  TokenRun run() {
    return run;
  }

  boolean atEnd() {
    return part == run.parts().size();
  }

  /** Tokens of the run before the document; all of them at the end. */
  long start() {
    return start;
  }

  int length() {
    return lengths[at];
  }

  TokenPart part() {
    return run.parts().get(part);
  }

  /** The document's number in its part. */
  long ordinal() throws IOException {
    return part().sparse().ordinal(stretch) + at;
  }

  /** Tokens of the part before the document. */
  long startInPart() throws IOException {
    return start - run.tokensBefore(part);
  }

  DocumentId id() throws IOException {
    return idAt(at);
  }

  /** To the document that holds a token of the run, {@code 0 <= token < tokens}. */
  void seekToken(long token) throws IOException {
    boolean ahead = part >= 0 && !atEnd() && token >= start;
    boolean here = ahead && token < stretchEnd();
    if (!here) {
      int wanted = 0;
      while (run.tokensBefore(wanted + 1) <= token) {
        wanted++;
      }
      load(
          wanted,
          run.parts().get(wanted).sparse().stretchOfToken(token - run.tokensBefore(wanted)));
    }
    while (start + lengths[at] <= token) {
      start += lengths[at++];
    }
  }

  /** To the first document whose key is not below {@code key}, or the end. */
  void seekKey(long key) throws IOException {
    int wanted = 0;
    while (wanted + 1 < run.parts().size() && firstKey(wanted + 1) < key) {
      wanted++;
    }
    if (run.parts().isEmpty()) {
      part = 0;
      return;
    }
    SparseIndex sparse = run.parts().get(wanted).sparse();
    if (sparse.entries() == 0) {
      load(wanted + 1, 0);
      return;
    }
    load(wanted, Math.max(0, sparse.stretchesBelow(key) - 1));
    while (!atEnd() && idAt(at).key() < key) {
      next();
    }
  }

  private long firstKey(int wanted) throws IOException {
    SparseIndex sparse = run.parts().get(wanted).sparse();
    return sparse.entries() == 0 ? Long.MIN_VALUE : sparse.key(0);
  }

  /** To the following document, or the end. */
  void next() throws IOException {
    start += lengths[at++];
    if (at == lengths.length) {
      load(part, stretch + 1);
    }
  }

  private long stretchEnd() throws IOException {
    return run.tokensBefore(part) + part().sparse().tokensBefore(stretch + 1);
  }

  private DocumentId idAt(int i) throws IOException {
    if (ids == null) {
      ids = part().ids(part().sparse().ordinal(stretch), lengths.length);
    }
    return DocumentId.fromBytes(ids, i * DocumentId.BYTES);
  }

  private void load(int wantedPart, int wantedStretch) throws IOException {
    int p = wantedPart;
    int s = wantedStretch;
    while (p < run.parts().size() && s >= run.parts().get(p).sparse().entries()) {
      p++;
      s = 0;
    }
    at = 0;
    if (p == run.parts().size()) {
      part = p;
      start = run.tokens();
      return;
    }
    SparseIndex sparse = run.parts().get(p).sparse();
    stretchStart = run.tokensBefore(p) + sparse.tokensBefore(s);
    start = stretchStart;
    if (p == part && s == stretch) {
      return;
    }
    part = p;
    stretch = s;
    ids = null;
    int count = Math.toIntExact(sparse.ordinal(s + 1) - sparse.ordinal(s));
    lengths = part().lengths(sparse.ordinal(s), count);
    long total = 0;
    for (int length : lengths) {
      total += length;
    }
    if (total != sparse.tokensBefore(s + 1) - sparse.tokensBefore(s)) {
      throw new CorruptDataException(
          "Cannot read "
              + part().path()
              + ".idx at byte "
              + (MegatronIndex.HEADER_BYTES + 4 * sparse.ordinal(s))
              + ": "
              + count
              + " documents hold "
              + total
              + " tokens; expected "
              + (sparse.tokensBefore(s + 1) - sparse.tokensBefore(s))
              + " from the .sparse beside it");
    }
  }
}

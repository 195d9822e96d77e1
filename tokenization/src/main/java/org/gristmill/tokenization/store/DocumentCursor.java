package org.gristmill.tokenization.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Walks the documents of several runs as if they were one, in the order (key, document id, run).
 * One run is walked without reading ids. Documents without tokens are passed over. Not thread-safe.
 *
 * <p>A token's place among several runs is found from sparse indexes alone up to a few stretches,
 * and by walking those.
 */
final class DocumentCursor {
  /** A token this near ahead is walked to; farther ones are sought. */
  private static final long WALK_TOKENS = 1 << 18;

  private final RunCursor[] cursors;
  private final long tokens;
  private RunCursor current;
  private long[] borders;

  DocumentCursor(List<TokenRun> runs) throws IOException {
    cursors = runs.stream().map(RunCursor::new).toArray(RunCursor[]::new);
    long total = 0;
    for (TokenRun run : runs) {
      total += run.tokens();
    }
    tokens = total;
  }

  /** Tokens of all runs. */
  long tokens() {
    return tokens;
  }

  boolean atEnd() {
    return current == null;
  }

  /** Tokens before the document in the merged order. */
  long start() {
    long start = 0;
    for (RunCursor cursor : cursors) {
      start += cursor.start();
    }
    return start;
  }

  int length() {
    return current.length();
  }

  /** The run cursor that stands on the document. */
  RunCursor document() {
    return current;
  }

  void next() throws IOException {
    current.next();
    choose();
  }

  /** Tokens of documents with keys below {@code key}; leaves the cursor there. */
  long seekKey(long key) throws IOException {
    for (RunCursor cursor : cursors) {
      cursor.seekKey(key);
    }
    choose();
    return start();
  }

  /** To the document that holds a token, {@code 0 <= token < tokens}. */
  void seekToken(long token) throws IOException {
    if (cursors.length == 1) {
      cursors[0].seekToken(token);
      current = cursors[0];
      return;
    }
    boolean near = current != null && token >= start() && token - start() < WALK_TOKENS;
    if (!near) {
      seekKey(surelyBefore(token));
    }
    while (start() + current.length() <= token) {
      next();
    }
  }

  private void choose() throws IOException {
    do {
      current = null;
      for (RunCursor cursor : cursors) {
        if (!cursor.atEnd() && (current == null || isBefore(cursor, current))) {
          current = cursor;
        }
      }
      if (current != null && current.length() == 0) {
        current.next();
      } else {
        return;
      }
    } while (true);
  }

  private static boolean isBefore(RunCursor cursor, RunCursor other) throws IOException {
    int byKey = Long.compare(cursor.id().key(), other.id().key());
    return byKey != 0 ? byKey < 0 : cursor.id().compareTo(other.id()) < 0;
  }

  /** The largest stretch border whose documents below it hold at most {@code token} tokens. */
  private long surelyBefore(long token) throws IOException {
    if (borders == null) {
      borders = new long[0];
      for (RunCursor cursor : cursors) {
        for (TokenPart part : cursor.run().parts()) {
          SparseIndex sparse = part.sparse();
          long[] keys =
              LongStream.range(0, sparse.entries()).map(e -> sparse.key((int) e)).toArray();
          int old = borders.length;
          borders = Arrays.copyOf(borders, old + keys.length);
          System.arraycopy(keys, 0, borders, old, keys.length);
        }
      }
      Arrays.sort(borders);
    }
    int low = 0;
    int high = borders.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (mostTokensBelow(borders[middle]) <= token) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : borders[low - 1];
  }

  private long mostTokensBelow(long key) throws IOException {
    long most = 0;
    for (RunCursor cursor : cursors) {
      TokenRun run = cursor.run();
      for (int p = 0; p < run.parts().size(); p++) {
        SparseIndex sparse = run.parts().get(p).sparse();
        int stretch = sparse.stretchesBelow(key);
        most += sparse.tokensBefore(stretch);
        if (stretch < sparse.entries()) {
          break;
        }
      }
    }
    return most;
  }
}

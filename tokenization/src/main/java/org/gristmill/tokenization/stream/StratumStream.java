package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.tokenization.store.StratumLine;
import org.gristmill.tokenization.store.TokenReader;

/**
 * One stratum's share of the stream. Its documents are cut into pieces of at most one row, or what
 * the packing takes for one. A piece that starts at token <i>a</i> of the line and has <i>n</i>
 * tokens (what the budget leaves of it) stands at
 *
 * <pre>position = a + floor(XXH64(a; stratum seed) / 2^64 * n)</pre>
 *
 * so positions ascend along the line, and the first <i>x</i> positions hold <i>x</i> tokens to
 * within one piece. Window <i>w</i> of <i>W</i> has the pieces with {@code ceil(w*B/W) <= position
 * < ceil((w+1)*B/W)}, B the budget. Not thread-safe.
 */
final class StratumStream {
  private static final int FRACTION_BITS = 62;

  private final int number;
  private final StratumLine line;
  private final long budget;
  private final long windows;
  private final int pieceTokens;
  private final long seed;
  private final TokenReader reader;

  StratumStream(
      int number,
      StratumBudget asked,
      StratumLine line,
      long windows,
      int pieceTokens,
      long seed,
      TokenReader reader)
      throws IOException {
    this.number = number;
    this.line = line;
    this.windows = windows;
    this.pieceTokens = pieceTokens;
    this.seed = seed;
    this.reader = reader;
    if (asked.tokens() > 0 && line.tokens() == 0) {
      throw new ConfigException(
          "Cannot take "
              + asked.tokens()
              + " tokens of stratum "
              + asked.stratum()
              + ": it has none; expected a budget of 0");
    }
    if (asked.tokens() > 0 && asked.tokens() / line.tokens() >= Short.MAX_VALUE) {
      throw new ConfigException(
          "Cannot take "
              + asked.tokens()
              + " tokens of stratum "
              + asked.stratum()
              + ": it has "
              + line.tokens()
              + ", and more than 32767 epochs are not supported");
    }
    this.budget = asked.whole() ? wholeDocuments(asked.tokens()) : asked.tokens();
  }

  private long wholeDocuments(long tokens) throws IOException {
    if (tokens == 0) {
      return 0;
    }
    line.seek(tokens);
    return line.start();
  }

  /** The stratum's number in the spec. */
  int number() {
    return number;
  }

  /** Tokens this stratum gives in all. */
  long budget() {
    return budget;
  }

  /** Share of the budget before a window: ceil(w * B / W), exact. */
  long border(long window) {
    long whole = budget / windows;
    long rest = budget % windows;
    return window * whole + (window * rest + windows - 1) / windows;
  }

  /** Tokens taken before a window: where the first piece at or behind its border starts. */
  long taken(long window) throws IOException {
    long border = border(window);
    if (border == 0 || border >= budget) {
      return Math.min(border, budget);
    }
    long start = seekPiece(border);
    while (start < budget && position(start, pieceLength(start)) < border) {
      start = nextPiece(start);
    }
    return Math.min(start, budget);
  }

  /** Appends the pieces of a window. */
  void pieces(long window, Pieces into) throws IOException {
    long from = border(window);
    long to = border(window + 1);
    if (from >= to) {
      return;
    }
    int first = into.count;
    for (long start = seekPiece(from); start < to; start = nextPiece(start)) {
      int length = pieceLength(start);
      long position = position(start, length);
      if (position >= from && position < to) {
        add(into, start, length, position);
      }
    }
    markStretches(into, first);
  }

  private void add(Pieces into, long start, int length, long position) throws IOException {
    int p = into.add();
    int offset = (int) (start - line.start());
    into.order[p] = fraction(position);
    into.stratum[p] = number;
    into.length[p] = length;
    into.documentLength[p] = line.length();
    into.run[p] = line.run();
    into.part[p] = line.part();
    into.document[p] = line.ordinal();
    into.offset[p] = offset;
    into.epoch[p] = line.epoch();
    into.from[p] = line.startInPart() + offset;
  }

  /** From the back, joins pieces of one run that lie end to end. */
  private static void markStretches(Pieces pieces, int first) {
    Map<Integer, Integer> following = new HashMap<>();
    for (int p = pieces.count - 1; p >= first; p--) {
      long end = pieces.from[p] + pieces.length[p];
      Integer next = following.put(pieces.run[p], p);
      boolean joined =
          next != null && pieces.part[next] == pieces.part[p] && pieces.from[next] == end;
      pieces.until[p] = joined ? pieces.until[next] : end;
    }
  }

  /** To the piece that holds a position; returns its start. */
  private long seekPiece(long position) throws IOException {
    line.seek(position);
    return position - (position - line.start()) % pieceTokens;
  }

  private int pieceLength(long start) {
    long documentEnd = line.start() + line.length();
    return (int) Math.min(Math.min(pieceTokens, documentEnd - start), budget - start);
  }

  private long nextPiece(long start) throws IOException {
    long next = Math.min(start + pieceTokens, line.start() + line.length());
    if (next == line.start() + line.length() && next < budget) {
      line.next();
    }
    return next;
  }

  private long position(long start, int length) {
    return start + StratumLine.scale(Xxh64.hashLong(start, seed), length);
  }

  /** floor(position * 2^62 / budget), by long division in steps that do not overflow. */
  private long fraction(long position) {
    int step = Math.min(Long.numberOfLeadingZeros(budget) - 1, FRACTION_BITS);
    long rest = position;
    long fraction = 0;
    for (int bits = FRACTION_BITS; bits > 0; bits -= step) {
      int now = Math.min(bits, step);
      rest <<= now;
      fraction = (fraction << now) | (rest / budget);
      rest %= budget;
    }
    return fraction;
  }

  /** Reads which tokens of a piece of this stratum are learnt. */
  void readMask(Pieces pieces, int p, byte[] target, int at) throws IOException {
    reader.readMask(
        pieces.run[p],
        pieces.part[p],
        pieces.from[p],
        pieces.length[p],
        pieces.until[p],
        target,
        at);
  }

  /** Reads the tokens of a piece of this stratum. */
  void read(Pieces pieces, int p, int[] target, int at) throws IOException {
    reader.read(
        pieces.run[p],
        pieces.part[p],
        pieces.from[p],
        pieces.length[p],
        pieces.until[p],
        target,
        at);
  }
}

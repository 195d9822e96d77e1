package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.gristmill.common.ConfigException;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenReader;
import org.gristmill.tokenization.store.TokenStore;

/**
 * The strata of a mix in windows: which pieces come in which window, and in which order. Not
 * thread-safe.
 */
final class StreamOrder {
  private static final long READ_AHEAD_BYTES = 64L << 20;
  private static final int MOST_READ_AHEAD = 4 << 20;

  private final int budgets;
  private final List<StratumStream> strata = new ArrayList<>();
  private final long windows;

  enum Split {
    TRAINING,
    VALIDATION
  }

  /** Documents of one sequence become rows, those of two stay as they are. */
  enum Kind {
    TEXTS,
    PAIRS
  }

  /** Takes the pieces of a window, one by one. */
  interface PieceReader {
    void read(StratumStream stratum, int piece) throws IOException;
  }

  StreamOrder(TokenStore store, MixSpec spec, Split split, Kind kind, int pieceTokens)
      throws IOException {
    List<StratumBudget> mine = new ArrayList<>();
    long total = 0;
    int used = 0;
    for (StratumBudget asked : spec.strata()) {
      StratumBudget budget = budget(store, spec, split, kind, asked);
      mine.add(budget);
      total = Math.addExact(total, budget.tokens());
      used += budget.tokens() > 0 ? 1 : 0;
    }
    budgets = mine.size();
    windows = windows(spec, total);
    int readAhead = (int) Math.min(MOST_READ_AHEAD, READ_AHEAD_BYTES / Math.max(1, used));
    for (int s = 0; s < budgets; s++) {
      StratumBudget budget = mine.get(s);
      if (budget.tokens() == 0) {
        continue;
      }
      StratumTokens tokens = store.stratum(budget.stratum());
      strata.add(
          new StratumStream(
              s,
              budget,
              split == Split.TRAINING
                  ? tokens.trainingLine(spec.validationFraction(), spec.seed())
                  : tokens.validationLine(spec.validationFraction()),
              windows,
              pieceTokens,
              stratumSeed(budget.stratum(), spec.seed()),
              new TokenReader(readAhead)));
    }
  }

  private static long windows(MixSpec spec, long tokens) {
    long windowTokens = (long) spec.windowRows() * spec.rowTokens();
    long windows = tokens / windowTokens + (tokens % windowTokens > 0 ? 1 : 0);
    if (windows > 1L << 31) {
      throw new ConfigException(
          "Cannot stream "
              + tokens
              + " tokens in "
              + windows
              + " windows: expected at most 2^31;"
              + " windowRows is too small");
    }
    return windows;
  }

  private static StratumBudget budget(
      TokenStore store, MixSpec spec, Split split, Kind kind, StratumBudget asked)
      throws IOException {
    StratumTokens tokens = store.strata().get(asked.stratum());
    if ((kind == Kind.PAIRS) != (tokens != null && tokens.hasPairs())) {
      return new StratumBudget(asked.stratum(), 0, asked.whole());
    }
    boolean whole = asked.whole() || kind == Kind.PAIRS;
    if (split == Split.TRAINING) {
      return new StratumBudget(asked.stratum(), asked.tokens(), whole);
    }
    long available = tokens == null ? 0 : tokens.validationTokens(spec.validationFraction());
    long wanted = spec.validationTokens().orElse(Long.MAX_VALUE);
    return new StratumBudget(asked.stratum(), Math.min(available, wanted), whole);
  }

  /** XXH64 of the stratum's name with the mix's seed; seeds the places of its pieces. */
  static long stratumSeed(String stratum, long seed) {
    byte[] name = stratum.getBytes(StandardCharsets.UTF_8);
    return Xxh64.hash(name, 0, name.length, seed);
  }

  /** Number of windows. */
  long windows() {
    return windows;
  }

  /** Tokens of each stratum of the spec in all windows. */
  long[] tokens() {
    long[] tokens = new long[budgets];
    for (StratumStream stratum : strata) {
      tokens[stratum.number()] = stratum.budget();
    }
    return tokens;
  }

  /** Tokens of each stratum of the spec in the windows before one. */
  long[] tokensBefore(long window) throws IOException {
    long[] tokens = new long[budgets];
    for (StratumStream stratum : strata) {
      tokens[stratum.number()] = stratum.taken(window);
    }
    return tokens;
  }

  /**
   * Collects the pieces of a window, stratum after stratum, and merges the strata, each already in
   * order.
   *
   * @param pieces empty
   * @return the pieces by their places in the window
   */
  int[] of(long window, Pieces pieces) throws IOException {
    int[] next = new int[strata.size()];
    int[] end = new int[strata.size()];
    for (int s = 0; s < strata.size(); s++) {
      next[s] = pieces.count;
      strata.get(s).pieces(window, pieces);
      end[s] = pieces.count;
    }
    PriorityQueue<Integer> heads =
        new PriorityQueue<>(
            Math.max(1, strata.size()),
            (a, b) -> {
              int byPlace = Long.compare(pieces.order[next[a]], pieces.order[next[b]]);
              return byPlace != 0 ? byPlace : Integer.compare(a, b);
            });
    for (int s = 0; s < strata.size(); s++) {
      if (next[s] < end[s]) {
        heads.add(s);
      }
    }
    int[] order = new int[pieces.count];
    for (int i = 0; i < order.length; i++) {
      int s = heads.remove();
      order[i] = next[s]++;
      if (next[s] < end[s]) {
        heads.add(s);
      }
    }
    return order;
  }

  /** Goes through the pieces of a window as they lie in the store, stratum after stratum. */
  void read(Pieces pieces, PieceReader reader) throws IOException {
    int p = 0;
    for (StratumStream stratum : strata) {
      while (p < pieces.count && pieces.stratum[p] == stratum.number()) {
        reader.read(stratum, p);
        p++;
      }
    }
  }
}

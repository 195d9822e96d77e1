package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.tokenization.pack.PackedRows;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.pack.PackingFigures;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenReader;
import org.gristmill.tokenization.store.TokenStore;

/**
 * The rows of a mix, window by window, from a token store. A pure function of the store's documents
 * and the {@link MixSpec}: the same rows for any order of windows, number of readers, and division
 * of the store into runs and parts.
 *
 * <p>Pieces of all strata (see {@link StratumStream}) are ordered by {@code floor(position * 2^62 /
 * budget)}, then stratum number, then position. The stream has {@code W = ceil(budgets /
 * (windowRows * rowTokens))} windows of equal share; at each window border the tokens taken of
 * every stratum are within one row of its share.
 *
 * <p>Strata of preference pairs give no rows.
 *
 * <p>Holds one window and small buffers, never a corpus. Not thread-safe: one instance per thread,
 * over a shared store.
 */
public final class RowStream {
  private static final long READ_AHEAD_BYTES = 64L << 20;
  private static final int MOST_READ_AHEAD = 4 << 20;

  private final MixSpec spec;
  private final Packer packer;
  private final List<StratumStream> strata = new ArrayList<>();
  private final long windows;
  private final boolean masked;
  private long[] rowsBefore = new long[16];
  private int knownWindows;
  private long takenWindow;
  private long takenTokens;

  private enum Split {
    TRAINING,
    VALIDATION
  }

  private RowStream(TokenStore store, MixSpec spec, Split split) throws IOException {
    this.spec = spec;
    this.packer = Packer.named(spec.packing());
    this.masked = anyMask(store, spec);
    List<StratumBudget> budgets = new ArrayList<>();
    long total = 0;
    int used = 0;
    for (StratumBudget budget : spec.strata()) {
      StratumBudget mine = mine(store, spec, split, budget);
      budgets.add(mine);
      total = Math.addExact(total, mine.tokens());
      used += mine.tokens() > 0 ? 1 : 0;
    }
    long windowTokens = (long) spec.windowRows() * spec.rowTokens();
    windows = total / windowTokens + (total % windowTokens > 0 ? 1 : 0);
    if (windows > 1L << 31) {
      throw new org.gristmill.common.ConfigException(
          "Cannot stream "
              + total
              + " tokens in "
              + windows
              + " windows: expected at most 2^31;"
              + " windowRows is too small");
    }
    int readAhead = (int) Math.min(MOST_READ_AHEAD, READ_AHEAD_BYTES / Math.max(1, used));
    for (int s = 0; s < budgets.size(); s++) {
      StratumBudget budget = budgets.get(s);
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
              packer.pieceTokens(spec.rowTokens()),
              stratumSeed(budget.stratum(), spec.seed()),
              new TokenReader(readAhead)));
    }
  }

  /** Whether any stratum of the mix has masks, even one without tokens in it. */
  private static boolean anyMask(TokenStore store, MixSpec spec) {
    return spec.strata().stream()
        .map(budget -> store.strata().get(budget.stratum()))
        .anyMatch(tokens -> tokens != null && tokens.hasMask());
  }

  /** What of a budget makes rows; pairs make none. */
  private static StratumBudget mine(
      TokenStore store, MixSpec spec, Split split, StratumBudget budget) throws IOException {
    StratumTokens tokens = store.strata().get(budget.stratum());
    if (tokens != null && tokens.hasPairs()) {
      return new StratumBudget(budget.stratum(), 0, budget.whole());
    }
    if (split == Split.TRAINING) {
      return budget;
    }
    long available = tokens == null ? 0 : tokens.validationTokens(spec.validationFraction());
    long wanted = spec.validationTokens().orElse(Long.MAX_VALUE);
    return new StratumBudget(budget.stratum(), Math.min(available, wanted), budget.whole());
  }

  /** XXH64 of the stratum's name with the mix's seed; seeds the places of its pieces. */
  static long stratumSeed(String stratum, long seed) {
    byte[] name = stratum.getBytes(StandardCharsets.UTF_8);
    return Xxh64.hash(name, 0, name.length, seed);
  }

  /**
   * The training rows of a mix.
   *
   * @throws org.gristmill.common.ConfigException if the store lacks a stratum or has no tokens of
   *     it
   */
  public static RowStream training(TokenStore store, MixSpec spec) throws IOException {
    return new RowStream(store, spec, Split.TRAINING);
  }

  /** The validation rows: of every stratum of the mix all validation tokens, or the first ones. */
  public static RowStream validation(TokenStore store, MixSpec spec) throws IOException {
    return new RowStream(store, spec, Split.VALIDATION);
  }

  /** What is streamed. */
  public MixSpec spec() {
    return spec;
  }

  /** Whether its rows say which tokens are learnt; without it, all are. */
  public boolean isMasked() {
    return masked;
  }

  /** Number of windows. */
  public long windows() {
    return windows;
  }

  /** Tokens the whole stream gives of each stratum of the spec. */
  public long[] tokens() {
    long[] tokens = new long[spec.strata().size()];
    for (StratumStream stratum : strata) {
      tokens[stratum.number()] = stratum.budget();
    }
    return tokens;
  }

  /**
   * Tokens of each stratum in the windows before one.
   *
   * @param window {@code 0 .. windows()}
   */
  public long[] tokensBefore(long window) throws IOException {
    checkBorder(window);
    long[] tokens = new long[spec.strata().size()];
    for (StratumStream stratum : strata) {
      tokens[stratum.number()] = stratum.taken(window);
    }
    return tokens;
  }

  /**
   * Rows in the windows before one. Reads lengths only; remembers what it has counted, so that
   * asking for one window after the other costs a single pass.
   *
   * @param window {@code 0 .. windows()}
   */
  public long rowsBefore(long window) throws IOException {
    checkBorder(window);
    while (knownWindows < window) {
      int next = knownWindows + 1;
      if (next == rowsBefore.length) {
        rowsBefore = Arrays.copyOf(rowsBefore, next * 2);
      }
      rowsBefore[next] = rowsBefore[knownWindows] + rowsOf(knownWindows);
      knownWindows = next;
    }
    return rowsBefore[(int) window];
  }

  /** All rows. */
  public long rows() throws IOException {
    return rowsBefore(windows);
  }

  /**
   * The window that holds a row, and so its first row is {@code rowsBefore} of it. Counts as far as
   * needed.
   *
   * @throws IndexOutOfBoundsException if the stream has no such row
   */
  public long windowOfRow(long row) throws IOException {
    if (row < 0) {
      throw new IndexOutOfBoundsException("Row " + row);
    }
    while (rowsBefore[knownWindows] <= row) {
      if (knownWindows == windows) {
        throw new IndexOutOfBoundsException("Row " + row + " of " + rowsBefore[knownWindows]);
      }
      rowsBefore(knownWindows + 1L);
    }
    int low = 0;
    int high = knownWindows;
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (rowsBefore[middle] <= row) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long rowsOf(long window) throws IOException {
    if (packer.rowsOf(0, spec.rowTokens()).isPresent()) {
      long before = takenWindow == window ? takenTokens : sumTaken(window);
      takenTokens = sumTaken(window + 1);
      takenWindow = window + 1;
      OptionalLong rows = packer.rowsOf(takenTokens - before, spec.rowTokens());
      return rows.orElseThrow();
    }
    Pieces pieces = new Pieces();
    return pack(pieces, order(window, pieces)).rows();
  }

  private long sumTaken(long window) throws IOException {
    long sum = 0;
    for (StratumStream stratum : strata) {
      sum += stratum.taken(window);
    }
    return sum;
  }

  private void checkBorder(long window) {
    if (window < 0 || window > windows) {
      throw new IndexOutOfBoundsException("Window " + window + " of " + windows);
    }
  }

  /**
   * Reads one window.
   *
   * @param window {@code 0 .. windows() - 1}
   */
  public WindowRows window(long window) throws IOException {
    Objects.checkIndex(window, windows);
    Pieces pieces = new Pieces();
    int[] order = order(window, pieces);
    PackedRows packed = pack(window, pieces, order);
    int[] tokenStarts = new int[pieces.count];
    int total = 0;
    for (int p = 0; p < pieces.count; p++) {
      tokenStarts[p] = total;
      total = Math.addExact(total, pieces.length[p]);
    }
    int[] tokens = new int[total];
    Optional<byte[]> masks = masked ? Optional.of(new byte[total]) : Optional.empty();
    int p = 0;
    for (StratumStream stratum : strata) {
      while (p < pieces.count && pieces.stratum[p] == stratum.number()) {
        stratum.read(pieces, p, tokens, tokenStarts[p]);
        if (masks.isPresent()) {
          stratum.readMask(pieces, p, masks.get(), tokenStarts[p]);
        }
        p++;
      }
    }
    return new WindowRows(spec, packed, pieces, order, tokens, masks, tokenStarts);
  }

  private PackedRows pack(Pieces pieces, int[] order) {
    int[] lengths = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      lengths[i] = pieces.length[order[i]];
    }
    return packer.pack(lengths, lengths.length, spec.rowTokens());
  }

  /**
   * Packs a window; rows are shuffled by XXH64(window, row; seed) where the packing asks for it.
   */
  private PackedRows pack(long window, Pieces pieces, int[] order) {
    PackedRows packed = pack(pieces, order);
    if (packer.rowOrder() == Packer.RowOrder.PACKED) {
      return packed;
    }
    long[] keys = new long[packed.rows()];
    ByteBuffer place = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < keys.length; row++) {
      place.putLong(0, window).putLong(Long.BYTES, row);
      keys[row] = Xxh64.hash(place.array(), 0, 2 * Long.BYTES, spec.seed());
    }
    return packed.inOrder(
        IntStream.range(0, keys.length)
            .boxed()
            .sorted((a, b) -> Long.compareUnsigned(keys[a], keys[b]))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** What the packing makes of the whole stream. Reads lengths only, never a token. */
  public PackingFigures packing() throws IOException {
    PackingCount count = new PackingCount();
    for (long window = 0; window < windows; window++) {
      Pieces pieces = new Pieces();
      int[] order = order(window, pieces);
      count.add(pieces, order, pack(pieces, order), packer.pieceTokens(spec.rowTokens()));
    }
    return count.figures(spec);
  }

  /** Collects the window's pieces and merges the strata, each already in order. */
  private int[] order(long window, Pieces pieces) throws IOException {
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
}

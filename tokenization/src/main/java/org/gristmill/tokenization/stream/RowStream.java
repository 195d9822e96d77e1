package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.tokenization.pack.PackedRows;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.pack.PackingFigures;
import org.gristmill.tokenization.store.StratumTokens;
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
  private final MixSpec spec;
  private final Packer packer;
  private final StreamOrder order;
  private final boolean masked;
  private long[] rowsBefore = new long[16];
  private int knownWindows;
  private long takenWindow;
  private long takenTokens;

  private RowStream(TokenStore store, MixSpec spec, StreamOrder.Split split) throws IOException {
    this.spec = spec;
    this.packer = Packer.named(spec.packing());
    this.masked = anyMask(store, spec);
    int pieceTokens = packer.pieceTokens(spec.rowTokens());
    this.order = new StreamOrder(store, spec, split, StreamOrder.Kind.TEXTS, pieceTokens);
  }

  /** Whether any stratum of the mix has masks, even one without tokens in it. */
  private static boolean anyMask(TokenStore store, MixSpec spec) throws IOException {
    for (StratumBudget budget : spec.strata()) {
      StratumTokens tokens = store.strata().get(budget.stratum());
      if (tokens != null && tokens.hasMask() && !tokens.hasPairs()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The training rows of a mix.
   *
   * @throws org.gristmill.common.ConfigException if the store lacks a stratum or has no tokens of
   *     it
   */
  public static RowStream training(TokenStore store, MixSpec spec) throws IOException {
    return new RowStream(store, spec, StreamOrder.Split.TRAINING);
  }

  /** The validation rows: of every stratum of the mix all validation tokens, or the first ones. */
  public static RowStream validation(TokenStore store, MixSpec spec) throws IOException {
    return new RowStream(store, spec, StreamOrder.Split.VALIDATION);
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
    return order.windows();
  }

  /** Tokens the whole stream gives of each stratum of the spec. */
  public long[] tokens() {
    return order.tokens();
  }

  /**
   * Tokens of each stratum in the windows before one.
   *
   * @param window {@code 0 .. windows()}
   */
  public long[] tokensBefore(long window) throws IOException {
    checkBorder(window);
    return order.tokensBefore(window);
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
    return rowsBefore(windows());
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
      if (knownWindows == windows()) {
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
    return pack(pieces, order.of(window, pieces)).rows();
  }

  private long sumTaken(long window) throws IOException {
    long sum = 0;
    for (long taken : order.tokensBefore(window)) {
      sum += taken;
    }
    return sum;
  }

  private void checkBorder(long window) {
    if (window < 0 || window > windows()) {
      throw new IndexOutOfBoundsException("Window " + window + " of " + windows());
    }
  }

  /**
   * Reads one window.
   *
   * @param window {@code 0 .. windows() - 1}
   */
  public WindowRows window(long window) throws IOException {
    Objects.checkIndex(window, windows());
    Pieces pieces = new Pieces();
    int[] places = order.of(window, pieces);
    PackedRows packed = pack(window, pieces, places);
    int[] tokenStarts = new int[pieces.count];
    int total = 0;
    for (int p = 0; p < pieces.count; p++) {
      tokenStarts[p] = total;
      total = Math.addExact(total, pieces.length[p]);
    }
    int[] tokens = new int[total];
    Optional<byte[]> masks = masked ? Optional.of(new byte[total]) : Optional.empty();
    order.read(
        pieces,
        (stratum, p) -> {
          stratum.read(pieces, p, tokens, tokenStarts[p]);
          if (masks.isPresent()) {
            stratum.readMask(pieces, p, masks.get(), tokenStarts[p]);
          }
        });
    return new WindowRows(spec, packed, pieces, places, tokens, masks, tokenStarts);
  }

  private PackedRows pack(Pieces pieces, int[] places) {
    int[] lengths = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      lengths[i] = pieces.length[places[i]];
    }
    return packer.pack(lengths, lengths.length, spec.rowTokens());
  }

  /**
   * Packs a window; rows are shuffled by XXH64(window, row; seed) where the packing asks for it.
   */
  private PackedRows pack(long window, Pieces pieces, int[] places) {
    PackedRows packed = pack(pieces, places);
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
    for (long window = 0; window < windows(); window++) {
      Pieces pieces = new Pieces();
      int[] places = order.of(window, pieces);
      count.add(pieces, places, pack(pieces, places), packer.pieceTokens(spec.rowTokens()));
    }
    return count.figures(spec);
  }
}

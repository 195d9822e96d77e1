package org.gristmill.tokenization.stream;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gristmill.tokenization.store.TokenStore;

/**
 * The preference pairs of a mix, whole, in windows of about as many tokens as those of {@link
 * RowStream} have and in the same order: every pair is one piece. A pure function of the store's
 * documents and the {@link MixSpec}; strata that hold no pairs give none. Holds one window. Not
 * thread-safe.
 */
public final class PairStream {
  private final MixSpec spec;
  private final StreamOrder order;

  private PairStream(TokenStore store, MixSpec spec, StreamOrder.Split split) throws IOException {
    this.spec = spec;
    this.order = new StreamOrder(store, spec, split, StreamOrder.Kind.PAIRS, Integer.MAX_VALUE);
  }

  /**
   * The pairs to train on.
   *
   * @throws org.gristmill.common.ConfigException if the store lacks tokens of a stratum
   */
  public static PairStream training(TokenStore store, MixSpec spec) throws IOException {
    return new PairStream(store, spec, StreamOrder.Split.TRAINING);
  }

  /** The pairs held out. */
  public static PairStream validation(TokenStore store, MixSpec spec) throws IOException {
    return new PairStream(store, spec, StreamOrder.Split.VALIDATION);
  }

  /** What is streamed. */
  public MixSpec spec() {
    return spec;
  }

  /** Number of windows; 0 if there is no pair. */
  public long windows() {
    return order.windows();
  }

  /** Tokens the whole stream gives of each stratum of the spec. */
  public long[] tokens() {
    return order.tokens();
  }

  /**
   * Reads one window.
   *
   * @param window {@code 0 .. windows() - 1}
   */
  public List<Pair> window(long window) throws IOException {
    Objects.checkIndex(window, windows());
    Pieces pieces = new Pieces();
    int[] places = order.of(window, pieces);
    Pair[] pairs = new Pair[pieces.count];
    order.read(pieces, (stratum, p) -> pairs[p] = pair(pieces, stratum, p));
    return Arrays.stream(places).mapToObj(p -> pairs[p]).toList();
  }

  private static Pair pair(Pieces pieces, StratumStream stratum, int p) throws IOException {
    int[] tokens = new int[pieces.length[p]];
    byte[] mask = new byte[tokens.length];
    stratum.read(pieces, p, tokens, 0);
    stratum.readMask(pieces, p, mask, 0);
    int chosen = pieces.part[p].sequenceLengths(pieces.document[p], 1)[0];
    return new Pair(
        tokens,
        mask,
        chosen,
        pieces.stratum[p],
        pieces.run[p],
        pieces.part[p].number(),
        pieces.document[p],
        pieces.epoch[p]);
  }
}

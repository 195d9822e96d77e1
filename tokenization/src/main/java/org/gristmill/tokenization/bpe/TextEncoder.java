package org.gristmill.tokenization.bpe;

/**
 * Encodes text that holds no added tokens. Works in batches of pieces: first all are cut out, then
 * all are looked up. Cutting is full of branches nobody can predict, looking up is full of waiting
 * for memory; apart, the waits of many pieces overlap.
 *
 * <p>Pieces that are long or not English are cut once more, where {@link CrossingMerges} rules out
 * every merge. A run of Han without spaces is as good as never seen before, its stretches of a few
 * characters nearly always were.
 *
 * <p>One thread at a time.
 */
final class TextEncoder {
  private static final int BATCH = 256;

  /** Longer pieces are searched in one go. */
  private static final int LONGEST_CUT = 4096;

  private final BpeModel model;
  private final CrossingMerges crossing;
  private final PreTokenizer splitter;
  private final boolean wholePiecesFirst;
  private final int stretchKind;
  private final PieceCache cache = new PieceCache();
  private final PieceEncoder encoder;

  /** Where pieces end; where stretches end, the complement. */
  private final int[] ends = new int[BATCH + LONGEST_CUT];

  /**
   * @param wholePiecesFirst whether a piece that is a token is that token though no merge leads to
   *     it; its bytes then mean something else as a stretch of a longer piece
   */
  TextEncoder(BpeModel model, PreTokenizer splitter, boolean wholePiecesFirst) {
    this.model = model;
    this.crossing = model.crossing();
    this.splitter = splitter;
    this.wholePiecesFirst = wholePiecesFirst;
    this.stretchKind = wholePiecesFirst ? PieceCache.OTHER_KIND : 0;
    this.encoder = new PieceEncoder(model);
  }

  /**
   * Writes the tokens of valid UTF-8 in {@code from .. to} to {@code target} at {@code at}, where
   * there is room for one a byte; returns the index after them.
   */
  int encode(byte[] utf8, int from, int to, int[] target, int at) {
    int room = at + (to - from);
    int n = at;
    int start = from;
    while (start < to) {
      int count = cut(utf8, start, to);
      n = lookUp(utf8, start, count, target, n, room);
      int end = ends[count - 1];
      start = end < 0 ? ~end : end;
    }
    return n;
  }

  /** Fills {@link #ends} with the next batch; returns how many there are. */
  private int cut(byte[] utf8, int from, int to) {
    int count = 0;
    int start = from;
    while (count < BATCH && start < to) {
      int end = splitter.pieceEnd(utf8, start, to);
      if ((end - start > PieceCache.LONGEST_PIECE || utf8[end - 1] < 0)
          && end - start <= LONGEST_CUT
          && !(wholePiecesFirst && model.unreachable(utf8, start, end) != TokenTrie.NONE)) {
        count = crossing.cut(utf8, start, end, ends, count);
        ends[count++] = ~end;
      } else {
        ends[count++] = end;
      }
      start = end;
    }
    return count;
  }

  private int lookUp(byte[] utf8, int from, int count, int[] target, int at, int room) {
    int n = at;
    int start = from;
    for (int i = 0; i < count; i++) {
      int sign = ends[i] >> 31;
      int end = ends[i] ^ sign;
      int kind = sign & stretchKind;
      long known =
          end - start <= PieceCache.LONGEST_PIECE
              ? cache.find(utf8, start, end - start, kind)
              : PieceCache.UNKNOWN;
      if (known != PieceCache.UNKNOWN) {
        n = cache.write(known, target, n, room);
      } else {
        n = encodeUnknown(utf8, start, end, kind, target, n);
      }
      start = end;
    }
    return n;
  }

  private int encodeUnknown(byte[] utf8, int from, int to, int kind, int[] target, int at) {
    int n = at;
    int whole = wholePiecesFirst && kind == 0 ? model.unreachable(utf8, from, to) : TokenTrie.NONE;
    if (whole != TokenTrie.NONE) {
      target[n++] = whole;
    } else {
      n = encoder.encode(utf8, from, to, target, at);
    }
    if (to - from <= PieceCache.LONGEST_PIECE) {
      cache.put(utf8, from, to - from, kind, target, at, n);
    }
    return n;
  }
}

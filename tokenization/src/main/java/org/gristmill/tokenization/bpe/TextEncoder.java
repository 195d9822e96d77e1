package org.gristmill.tokenization.bpe;

/**
 * Encodes text that holds no added tokens, piece by piece, most of them from a cache. Short English
 * words, most pieces of most text, are found by the very eight bytes that show where they end.
 *
 * <p>Pieces that are long or not English are cut once more, where {@link CrossingMerges} rules out
 * every merge. A run of Han without spaces is as good as never seen before, its stretches of a few
 * characters nearly always were.
 *
 * <p>One thread at a time.
 */
final class TextEncoder {
  /** Longer pieces are searched in one go. */
  private static final int LONGEST_CUT = 4096;

  private final BpeModel model;
  private final CrossingMerges crossing;
  private final PreTokenizer splitter;
  private final byte[] wordStarts;
  private final boolean wholePiecesFirst;
  private final int stretchKind;
  private final PieceCache cache = new PieceCache();
  private final PieceEncoder encoder;

  /** Where the stretches of a piece end. */
  private final int[] ends = new int[LONGEST_CUT];

  /**
   * @param wholePiecesFirst whether a piece that is a token is that token though no merge leads to
   *     it; its bytes then mean something else as a stretch of a longer piece
   */
  TextEncoder(BpeModel model, PreTokenizer splitter, boolean wholePiecesFirst) {
    this.model = model;
    this.crossing = model.crossing();
    this.splitter = splitter;
    this.wordStarts = splitter.wordStarts();
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
    int lastWord = to - Long.BYTES;
    while (start < to) {
      int opens = wordStarts[utf8[start] & 0xFF];
      if (opens != 0 && start <= lastWord) {
        long word = UnicodeClasses.eight(utf8, start);
        int length = UnicodeClasses.wordLength(word, opens);
        if (length > 0) {
          long key = (word & ((1L << (length << 3)) - 1)) | (long) length << 56;
          long known = cache.find(key);
          n =
              known != PieceCache.UNKNOWN
                  ? cache.write(known, target, n, room)
                  : encodeUnknown(utf8, start, start + length, 0, target, n);
          start += length;
          continue;
        }
      }
      int end = splitter.pieceEnd(utf8, start, to);
      n = encodePiece(utf8, start, end, target, n, room);
      start = end;
    }
    return n;
  }

  private int encodePiece(byte[] utf8, int start, int end, int[] target, int at, int room) {
    if ((end - start > PieceCache.LONGEST_PIECE || utf8[end - 1] < 0)
        && end - start <= LONGEST_CUT
        && !(wholePiecesFirst && model.unreachable(utf8, start, end) != TokenTrie.NONE)) {
      int count = crossing.cut(utf8, start, end, ends, 0);
      ends[count++] = end;
      int n = at;
      int from = start;
      for (int i = 0; i < count; i++) {
        n = lookUp(utf8, from, ends[i], stretchKind, target, n, room);
        from = ends[i];
      }
      return n;
    }
    return lookUp(utf8, start, end, 0, target, at, room);
  }

  private int lookUp(byte[] utf8, int from, int to, int kind, int[] target, int at, int room) {
    long known =
        to - from <= PieceCache.LONGEST_PIECE
            ? cache.find(utf8, from, to - from, kind)
            : PieceCache.UNKNOWN;
    return known != PieceCache.UNKNOWN
        ? cache.write(known, target, at, room)
        : encodeUnknown(utf8, from, to, kind, target, at);
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

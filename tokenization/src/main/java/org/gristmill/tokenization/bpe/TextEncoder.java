package org.gristmill.tokenization.bpe;

/**
 * Encodes text that holds no added tokens, piece by piece, most of them from a cache. ASCII is cut
 * into pieces 64 bytes at a time, see {@link AsciiWindow}; other text one piece at a time.
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

  /** The same, if it can tell pieces of ASCII at once, else null. */
  private final AsciiPreTokenizer asciiSplitter;

  private final boolean wholePiecesFirst;
  private final int stretchKind;
  private final AsciiWindow window = new AsciiWindow();
  private final PieceCache cache = new PieceCache();
  private final LongPieces longs = new LongPieces();
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
    this.asciiSplitter = splitter instanceof AsciiPreTokenizer ascii ? ascii : null;
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
    int lastWindow = asciiSplitter == null ? -1 : to - AsciiWindow.LENGTH - PieceCache.REACH;
    while (start < to) {
      long starts = start <= lastWindow ? asciiStarts(utf8, start) : 0;
      if (starts == 0) {
        int end = splitter.pieceEnd(utf8, start, to);
        n = encodePiece(utf8, start, end, target, n, room);
        start = end;
      } else {
        n = encodeWindow(utf8, start, starts, target, n, room);
        start += Long.SIZE - 1 - Long.numberOfLeadingZeros(starts);
      }
    }
    return n;
  }

  private long asciiStarts(byte[] utf8, int start) {
    if (!AsciiWindow.isAscii(utf8, start)) {
      return 0;
    }
    window.read(utf8, start);
    return asciiSplitter.asciiStarts(window);
  }

  private int encodeWindow(byte[] utf8, int window, long starts, int[] target, int at, int room) {
    PieceCache known = cache;
    int n = at;
    int start = window;
    long left = starts;
    do {
      int end = window + Long.numberOfTrailingZeros(left);
      left &= left - 1;
      int length = end - start;
      long value =
          length <= PieceCache.LONGEST_PIECE ? known.find(utf8, start, length) : PieceCache.UNKNOWN;
      if (value != PieceCache.UNKNOWN) {
        n = known.write(value, target, n, room);
      } else if (length <= PieceCache.LONGEST_PIECE) {
        n = encodeUnknown(utf8, start, end, 0, target, n);
      } else {
        n = encodeLong(utf8, start, end, target, n, room);
      }
      start = end;
    } while (left != 0);
    return n;
  }

  private int encodeLong(byte[] utf8, int start, int end, int[] target, int at, int room) {
    int n = longs.write(utf8, start, end, target, at);
    if (n == at) {
      n = encodePiece(utf8, start, end, target, at, room);
      longs.put(utf8, start, end, target, at, n);
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
    boolean cached = to - from <= PieceCache.LONGEST_PIECE;
    int n = cached ? cache.recall(utf8, from, to - from, kind, target, at) : at;
    if (n == at) {
      int whole =
          wholePiecesFirst && kind == 0 ? model.unreachable(utf8, from, to) : TokenTrie.NONE;
      if (whole != TokenTrie.NONE) {
        target[n++] = whole;
      } else {
        n = encoder.encode(utf8, from, to, target, at);
      }
    }
    if (cached) {
      cache.put(utf8, from, to - from, kind, target, at, n);
    }
    return n;
  }
}

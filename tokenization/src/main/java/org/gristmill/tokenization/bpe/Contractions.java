package org.gristmill.tokenization.bpe;

/** English contractions after an apostrophe: {@code 's 't 'm 'd 're 've 'll}. */
final class Contractions {
  private Contractions() {}

  /** End of the lower-case contraction at the apostrophe {@code i}; {@code i} if there is none. */
  static int endIgnoringNothing(byte[] utf8, int i, int end) {
    return end(utf8, i, end, 0);
  }

  /** The same in any case; the long s (U+017F) folds to s. */
  static int endIgnoringCase(byte[] utf8, int i, int end) {
    if (i + 2 < end && utf8[i + 1] == (byte) 0xC5 && utf8[i + 2] == (byte) 0xBF) {
      return i + 3;
    }
    return end(utf8, i, end, 0x20);
  }

  private static int end(byte[] utf8, int i, int end, int caseBit) {
    if (i + 1 >= end || utf8[i + 1] < 0) {
      return i;
    }
    int first = utf8[i + 1] | caseBit;
    if (first == 's' || first == 't' || first == 'm' || first == 'd') {
      return i + 2;
    }
    if (i + 2 >= end || utf8[i + 2] < 0) {
      return i;
    }
    int second = utf8[i + 2] | caseBit;
    boolean two =
        ((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l');
    return two ? i + 3 : i;
  }
}

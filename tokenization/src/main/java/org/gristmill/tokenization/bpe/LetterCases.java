package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.MARK;

/**
 * Which characters of Unicode 16 may start a word and which may follow in it, where words end
 * between a small letter and a capital one.
 */
final class LetterCases {
  /** Letters but small ones, and marks. */
  static final int STARTS = 1;

  /** Letters but capital and title-case ones, and marks. */
  static final int FOLLOWS = 2;

  static final String RESOURCE = "unicode-16-cases.txt";

  private static final byte[] CASES = load();

  private LetterCases() {}

  /** Flags in the low byte, the character's length in bytes above it. */
  static int at(byte[] utf8, int i) {
    int lead = utf8[i];
    if (lead >= 0) {
      return 0x100 | CASES[lead];
    }
    if (lead < (byte) 0xE0) {
      return 0x200 | CASES[(lead & 0x1F) << 6 | (utf8[i + 1] & 0x3F)];
    }
    if (lead < (byte) 0xF0) {
      return 0x300 | CASES[(lead & 0x0F) << 12 | (utf8[i + 1] & 0x3F) << 6 | (utf8[i + 2] & 0x3F)];
    }
    return 0x400
        | CASES[
            (lead & 0x07) << 18
                | (utf8[i + 1] & 0x3F) << 12
                | (utf8[i + 2] & 0x3F) << 6
                | (utf8[i + 3] & 0x3F)];
  }

  private static byte[] load() {
    byte[] cases = new byte[0x110000];
    for (int c = 0; c < cases.length; c++) {
      cases[c] = (UnicodeClasses.of(c) & (LETTER | MARK)) == 0 ? 0 : (byte) (STARTS | FOLLOWS);
    }
    CodePointRanges.read(
        RESOURCE,
        (label, codePoint) -> cases[codePoint] = (byte) (label == 'U' ? STARTS : FOLLOWS));
    return cases;
  }
}

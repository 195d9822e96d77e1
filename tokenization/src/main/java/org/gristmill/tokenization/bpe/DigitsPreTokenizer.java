package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The two cuts of {@link PreTokenizer.Pattern#SMOLLM} in one walk: every digit is a piece, and the
 * text between digits is one of its own for GPT-2's rule, so that white space before a digit stands
 * at an end. The first cut of Hugging Face's library knows the numbers of Unicode 17, the second
 * the classes of Unicode 16.
 */
final class DigitsPreTokenizer implements PreTokenizer {
  private final PreTokenizer between = new Gpt2PreTokenizer();

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    int found = UnicodeClasses.at(utf8, start);
    int next = start + (found >>> 8);
    if ((found & NUMBER) != 0 || isNewNumber(utf8, start, next)) {
      return next;
    }
    if ((found & SPACE) != 0) {
      while (next < end && ((found = UnicodeClasses.at(utf8, next)) & SPACE) != 0) {
        next += found >>> 8;
      }
      if (next < end && ((found & NUMBER) != 0 || isNewNumber(utf8, next, next + (found >>> 8)))) {
        return next;
      }
    }
    int piece = between.pieceEnd(utf8, start, end);
    for (int i = start + 1; i < piece; i++) {
      if (utf8[i] == (byte) 0xF0 && isNewNumber(utf8, i, i + 4)) {
        return between.pieceEnd(utf8, start, i);
      }
    }
    return piece;
  }

  /** The numbers that Unicode 17 added: U+11DE0 to 11DE9 and U+16FF4 to 16FF6. */
  private static boolean isNewNumber(byte[] utf8, int i, int next) {
    if (next - i < 4 || utf8[i] != (byte) 0xF0) {
      return false;
    }
    int rest = (utf8[i + 1] & 0x3F) << 12 | (utf8[i + 2] & 0x3F) << 6 | (utf8[i + 3] & 0x3F);
    return (rest >= 0x11DE0 && rest <= 0x11DE9) || (rest >= 0x16FF4 && rest <= 0x16FF6);
  }
}

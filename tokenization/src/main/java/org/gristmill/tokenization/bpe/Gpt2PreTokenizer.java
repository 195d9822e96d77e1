package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/** The alternatives of {@link PreTokenizer.Pattern#GPT2}, tried in the order of the expression. */
final class Gpt2PreTokenizer implements AsciiPreTokenizer {

  @Override
  public long asciiStarts(AsciiWindow window) {
    long blanks = window.blanks();
    long joined = window.spaces() << 1;
    // of several blanks the last one starts anew
    long blankStarts = blanks & (~(blanks << 1) | ~(blanks >>> 1));
    long starts =
        starts(window.letters(), joined)
            | starts(window.digits(), joined)
            | window.signStarts()
            | blankStarts;
    return starts & window.told() & window.toApostrophe() & ~1L;
  }

  private static long starts(long members, long joined) {
    return members & ~(members << 1) & ~joined;
  }

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    byte first = utf8[start];
    if (first == '\'') {
      int contraction = Contractions.endIgnoringNothing(utf8, start, end);
      if (contraction > start) {
        return contraction;
      }
    }
    int body = first == ' ' && start + 1 < end ? start + 1 : start;
    int found = UnicodeClasses.at(utf8, body);
    if ((found & LETTER) != 0) {
      return UnicodeClasses.lettersEnd(utf8, body, end);
    }
    if ((found & NUMBER) != 0) {
      return UnicodeClasses.numbersEnd(utf8, body, end);
    }
    if ((found & SPACE) == 0) {
      return UnicodeClasses.othersEnd(utf8, body, end);
    }
    return spacesEnd(utf8, start, end);
  }

  /**
   * A run of white space before something visible leaves its last character to what follows, unless
   * it is the only one.
   */
  static int spacesEnd(byte[] utf8, int start, int end) {
    int i = start;
    int last = start;
    while (i < end) {
      int found = UnicodeClasses.at(utf8, i);
      if ((found & SPACE) == 0) {
        return last > start ? last : i;
      }
      last = i;
      i += found >>> 8;
    }
    return i;
  }
}

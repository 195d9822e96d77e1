package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NEWLINE;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The alternatives of {@link PreTokenizer.Pattern#GPT4} and its relatives, tried in the order of
 * the expression. They differ in how many digits stay together.
 */
final class Cl100kPreTokenizer implements PreTokenizer {
  private static final byte[] WORD_STARTS =
      UnicodeClasses.wordStarts(c -> (UnicodeClasses.of(c) & (NUMBER | NEWLINE)) == 0 && c != '\'');

  private final int mostDigits;
  private final Ending ending;

  /** What becomes of white space that ends a text. */
  enum Ending {
    /** It is cut behind its last line break, as before other text. */
    AS_ELSEWHERE,
    /** It is one piece. */
    TOGETHER
  }

  /**
   * @param mostDigits numbers longer than this are cut from the left
   */
  Cl100kPreTokenizer(int mostDigits, Ending ending) {
    this.mostDigits = mostDigits;
    this.ending = ending;
  }

  @Override
  public byte[] wordStarts() {
    return WORD_STARTS.clone();
  }

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    byte first = utf8[start];
    int opens = WORD_STARTS[first & 0xFF];
    if (opens != 0) {
      int word = UnicodeClasses.asciiWordEnd(utf8, start, end, opens == UnicodeClasses.BEFORE_WORD);
      if (word > start) {
        return word;
      }
    }
    if (first == '\'') {
      int contraction = Contractions.endIgnoringCase(utf8, start, end);
      if (contraction > start) {
        return contraction;
      }
    }
    int found = UnicodeClasses.at(utf8, start);
    int next = start + (found >>> 8);
    if ((found & LETTER) != 0) {
      return UnicodeClasses.lettersEnd(utf8, next, end);
    }
    if ((found & NUMBER) != 0) {
      return UnicodeClasses.numbersEnd(utf8, next, end, mostDigits - 1);
    }
    if ((found & NEWLINE) == 0 && next < end) {
      int following = UnicodeClasses.at(utf8, next);
      if ((following & LETTER) != 0) {
        return UnicodeClasses.lettersEnd(utf8, next, end);
      }
      if (first == ' ' && (following & (NUMBER | SPACE)) == 0) {
        return UnicodeClasses.newlinesEnd(utf8, UnicodeClasses.othersEnd(utf8, next, end), end);
      }
    }
    if ((found & SPACE) == 0) {
      return UnicodeClasses.newlinesEnd(utf8, UnicodeClasses.othersEnd(utf8, next, end), end);
    }
    if (ending == Ending.TOGETHER && Gpt2PreTokenizer.spacesEnd(utf8, start, end) == end) {
      return end;
    }
    return spacesEnd(utf8, start, end);
  }

  /** A run with a line break ends after its last one; any other run as in GPT-2's rule. */
  static int spacesEnd(byte[] utf8, int start, int end) {
    int afterNewline = -1;
    int i = start;
    while (i < end) {
      int found = UnicodeClasses.at(utf8, i);
      if ((found & SPACE) == 0) {
        break;
      }
      i += found >>> 8;
      if ((found & NEWLINE) != 0) {
        afterNewline = i;
      }
    }
    return afterNewline > 0 ? afterNewline : Gpt2PreTokenizer.spacesEnd(utf8, start, end);
  }
}

package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NEWLINE;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The alternatives of {@link PreTokenizer.Pattern#GPT4} and its relatives, tried in the order of
 * the expression. They differ in how many digits stay together.
 */
final class Cl100kPreTokenizer implements AsciiPreTokenizer {
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
  public long asciiStarts(AsciiWindow window) {
    return asciiStarts(window, mostDigits, window.blanks() >>> 1) & window.toApostrophe();
  }

  /**
   * What the patterns have in common whose words may have a sign or blank before them.
   *
   * @param whole where a blank would start nothing: another one follows it, or what ends the text
   *     for it
   */
  static long asciiStarts(AsciiWindow window, int mostDigits, long whole) {
    long letters = window.letters();
    long blanks = window.blanks();
    long newlines = window.newlines();
    long others = blanks & ~newlines;
    long signStarts = window.signStarts();
    long letterStarts = letters & ~(letters << 1) & ~((others | signStarts) << 1);
    long newlineStarts = newlines & ~(blanks << 1) & ~(window.signs() << 1);
    // the first one of a run, and the last one of several
    long otherStarts = others & (~(others << 1) | ~whole);
    long starts =
        letterStarts
            | digitStarts(window.digits(), mostDigits)
            | signStarts
            | newlineStarts
            | otherStarts;
    long told = window.told();
    // what follows the last byte that is told may be a line break
    long broken = (others & (newlines >>> 1)) | (told + 1);
    return starts & told & beforeBlankLine(broken, blanks) & ~1L;
  }

  private static long digitStarts(long digits, int most) {
    long next = digits & ~(digits << 1);
    long many = digits;
    for (int i = 1; i <= most; i++) {
      many &= digits << i;
    }
    long starts = next;
    while (next != 0) {
      next = (next << most) & many;
      starts |= next;
    }
    return starts;
  }

  /**
   * The places up to the run of blanks in which a line break follows other blanks: what comes
   * before the last line break of a run is one piece.
   *
   * @param broken blanks that a line break follows, and other places where it may be so; at least
   *     one
   */
  private static long beforeBlankLine(long broken, long blanks) {
    long before = ~blanks & (Long.lowestOneBit(broken) - 1);
    return before == 0 ? 0 : (Long.highestOneBit(before) << 2) - 1;
  }

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    byte first = utf8[start];
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

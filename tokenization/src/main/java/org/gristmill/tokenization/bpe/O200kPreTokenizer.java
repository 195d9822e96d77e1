package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NEWLINE;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The alternatives of {@link PreTokenizer.Pattern#O200K} and its relatives, tried in the order of
 * the expression. A word is a run of letters and marks that may start it, then one of those that
 * may follow; letters without case and marks may do both.
 */
final class O200kPreTokenizer implements PreTokenizer {
  private final int mostDigits;
  private final boolean contractions;

  /** Where {@code 's}, {@code 'll} and the like go. */
  enum Contracted {
    /** To the word before. */
    WITH_THE_WORD,
    /** Wherever other text goes. */
    APART
  }

  /**
   * @param mostDigits numbers longer than this are cut from the left
   */
  O200kPreTokenizer(int mostDigits, Contracted contracted) {
    this.mostDigits = mostDigits;
    this.contractions = contracted == Contracted.WITH_THE_WORD;
  }

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    int found = UnicodeClasses.at(utf8, start);
    int next = start + (found >>> 8);
    if ((found & NUMBER) != 0) {
      return UnicodeClasses.numbersEnd(utf8, next, end, mostDigits - 1);
    }
    int word = wordEnd(utf8, start, next, end, found);
    if (word > start) {
      return contractions ? afterContraction(utf8, word, end) : word;
    }
    int body = utf8[start] == ' ' && next < end ? next : start;
    if ((UnicodeClasses.at(utf8, body) & (LETTER | NUMBER | SPACE)) == 0) {
      int others = UnicodeClasses.othersEnd(utf8, body, end);
      while (others < end
          && (utf8[others] == '\n' || utf8[others] == '\r' || utf8[others] == '/')) {
        others++;
      }
      return others;
    }
    return Cl100kPreTokenizer.spacesEnd(utf8, start, end);
  }

  /** End of the word that starts at {@code start} or behind the sign there; else {@code start}. */
  private static int wordEnd(byte[] utf8, int start, int next, int end, int found) {
    boolean sign = (found & (LETTER | NEWLINE)) == 0;
    if (!sign) {
      return (found & LETTER) == 0 ? start : anyWordEnd(utf8, start, end);
    }
    if (next < end) {
      int lower = followedWordEnd(utf8, next, end);
      if (lower > next) {
        return lower;
      }
    }
    int alone = followedWordEnd(utf8, start, end);
    if (alone > start) {
      return alone;
    }
    int capitals = next < end ? startersEnd(utf8, next, end) : next;
    return capitals > next ? capitals : start;
  }

  private static int anyWordEnd(byte[] utf8, int start, int end) {
    int lower = followedWordEnd(utf8, start, end);
    return lower > start ? lower : startersEnd(utf8, start, end);
  }

  /** End of starters and then at least one follower; {@code start} if there is no such word. */
  private static int followedWordEnd(byte[] utf8, int start, int end) {
    int i = start;
    int lastFollower = start;
    while (i < end) {
      int found = LetterCases.at(utf8, i);
      if ((found & LetterCases.STARTS) == 0) {
        break;
      }
      i += found >>> 8;
      if ((found & LetterCases.FOLLOWS) != 0) {
        lastFollower = i;
      }
    }
    int followers = i;
    while (i < end) {
      int found = LetterCases.at(utf8, i);
      if ((found & LetterCases.FOLLOWS) == 0) {
        break;
      }
      i += found >>> 8;
    }
    return i > followers ? i : lastFollower;
  }

  private static int startersEnd(byte[] utf8, int start, int end) {
    int i = start;
    while (i < end) {
      int found = LetterCases.at(utf8, i);
      if ((found & LetterCases.STARTS) == 0) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  private static int afterContraction(byte[] utf8, int word, int end) {
    return word < end && utf8[word] == '\'' ? Contractions.endIgnoringCase(utf8, word, end) : word;
  }
}

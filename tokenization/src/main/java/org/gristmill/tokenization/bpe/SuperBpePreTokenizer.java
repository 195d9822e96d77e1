package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The expression of {@link PreTokenizer.Pattern#SUPERBPE}: what it matches is a piece, and what
 * lies between two matches is one.
 */
final class SuperBpePreTokenizer implements PreTokenizer {

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    int matched = matchEnd(utf8, start, end);
    if (matched > start) {
      return matched;
    }
    int i = start;
    do {
      i += UnicodeClasses.at(utf8, i) >>> 8;
    } while (i < end && matchEnd(utf8, i, end) == i);
    return i;
  }

  /** End of the match at {@code start}; {@code start} if there is none. */
  private static int matchEnd(byte[] utf8, int start, int end) {
    int found = UnicodeClasses.at(utf8, start);
    if ((found & LETTER) != 0) {
      return start;
    }
    if ((found & NUMBER) != 0) {
      return UnicodeClasses.numbersEnd(utf8, start, end, 3);
    }
    int body = utf8[start] == ' ' ? start + 1 : start;
    if (body < end) {
      int first = UnicodeClasses.at(utf8, body);
      int second = body + (first >>> 8);
      if (isSign(first) && second < end && isSign(UnicodeClasses.at(utf8, second))) {
        int signs = UnicodeClasses.othersEnd(utf8, second, end);
        while (signs < end && isLineEndOrSlash(utf8[signs])) {
          signs++;
        }
        return signs;
      }
    }
    return utf8[start] == ' ' ? spacesEnd(utf8, start, end) : start;
  }

  private static boolean isSign(int found) {
    return (found & (LETTER | NUMBER | SPACE)) == 0;
  }

  private static boolean isLineEndOrSlash(byte b) {
    return b == '\n' || b == '\r' || b == '/';
  }

  private static int spacesEnd(byte[] utf8, int start, int end) {
    int i = start;
    while (i < end && utf8[i] == ' ') {
      i++;
    }
    boolean visible = i < end && (UnicodeClasses.at(utf8, i) & SPACE) == 0;
    return visible ? i - 1 : i;
  }
}

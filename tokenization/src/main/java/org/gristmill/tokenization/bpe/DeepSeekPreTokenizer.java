package org.gristmill.tokenization.bpe;

import static org.gristmill.tokenization.bpe.UnicodeClasses.HAN_KANA;
import static org.gristmill.tokenization.bpe.UnicodeClasses.LETTER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.MARK;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NEWLINE;
import static org.gristmill.tokenization.bpe.UnicodeClasses.NUMBER;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SIGN;
import static org.gristmill.tokenization.bpe.UnicodeClasses.SPACE;

/**
 * The three cuts of {@link PreTokenizer.Pattern#DEEPSEEK} in one walk. The first two take out runs
 * of numbers and of Han and Kana; for the last one the text between two such runs, and each run, is
 * a text of its own: it ends at their borders, and white space before a border is white space at an
 * end. What no alternative matches stays together.
 */
final class DeepSeekPreTokenizer implements AsciiPreTokenizer {
  private static final int WORD = LETTER | MARK;

  @Override
  public long asciiStarts(AsciiWindow window) {
    return Cl100kPreTokenizer.asciiStarts(window, 3, (window.blanks() | window.digits()) >>> 1);
  }

  @Override
  public int pieceEnd(byte[] utf8, int start, int end) {
    int found = UnicodeClasses.at(utf8, start);
    if ((found & NUMBER) != 0) {
      return UnicodeClasses.numbersEnd(utf8, start, end, 3);
    }
    // of a run of Han and Kana only the like continues it, of other text everything else
    int inside = found & HAN_KANA;
    int next = start + (found >>> 8);
    boolean more = next < end && continues(UnicodeClasses.at(utf8, next), inside);
    int following = more ? UnicodeClasses.at(utf8, next) : 0;
    if (found == (0x100 | SIGN) && isAsciiLetter(more ? utf8[next] : 0)) {
      return asciiLettersEnd(utf8, next, end);
    }
    if ((found & WORD) != 0) {
      return wordEnd(utf8, next, end, inside);
    }
    boolean prefix = (found & (NEWLINE | SIGN)) == 0;
    if (prefix && (following & WORD) != 0) {
      return wordEnd(utf8, next, end, inside);
    }
    if ((found & SIGN) != 0 || (utf8[start] == ' ' && (following & SIGN) != 0)) {
      int signs = signsEnd(utf8, next, end, inside);
      return inside == 0 ? UnicodeClasses.newlinesEnd(utf8, signs, end) : signs;
    }
    if ((found & SPACE) != 0) {
      return spacesEnd(utf8, start, end);
    }
    return unmatchedEnd(utf8, next, end, inside);
  }

  private static boolean continues(int found, int inside) {
    return (found & HAN_KANA) == inside && (found & NUMBER) == 0;
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int asciiLettersEnd(byte[] utf8, int i, int end) {
    while (i < end && isAsciiLetter(utf8[i])) {
      i++;
    }
    return i;
  }

  private static int wordEnd(byte[] utf8, int i, int end, int inside) {
    return inside != 0
        ? UnicodeClasses.hanKanaWordEnd(utf8, i, end)
        : UnicodeClasses.otherWordEnd(utf8, i, end);
  }

  private static int signsEnd(byte[] utf8, int i, int end, int inside) {
    while (i < end) {
      int found = UnicodeClasses.at(utf8, i);
      if ((found & SIGN) == 0 || (found & HAN_KANA) != inside) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  /** As in the rule of GPT-4, with the text ending where numbers, Han or Kana begin. */
  private static int spacesEnd(byte[] utf8, int start, int end) {
    int i = start;
    while (i < end) {
      int found = UnicodeClasses.at(utf8, i);
      if ((found & SPACE) == 0) {
        return Cl100kPreTokenizer.spacesEnd(
            utf8, start, (found & (NUMBER | HAN_KANA)) != 0 ? i : end);
      }
      i += found >>> 8;
    }
    return Cl100kPreTokenizer.spacesEnd(utf8, start, end);
  }

  /** Control characters, unassigned and private ones, up to one that begins a word. */
  private static int unmatchedEnd(byte[] utf8, int i, int end, int inside) {
    int at = i;
    while (at < end) {
      int found = UnicodeClasses.at(utf8, at);
      if (!continues(found, inside) || (found & (WORD | SIGN | SPACE)) != 0) {
        return at;
      }
      int next = at + (found >>> 8);
      if (next < end) {
        int following = UnicodeClasses.at(utf8, next);
        if ((following & WORD) != 0 && continues(following, inside)) {
          return at;
        }
      }
      at = next;
    }
    return at;
  }
}

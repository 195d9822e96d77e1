package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Classes of characters in Unicode 16, read straight from UTF-8 bytes. The table is a resource of
 * its own because the classes of a JDK change with its version while vocabularies do not.
 *
 * <p>All methods expect valid UTF-8 between the given bounds.
 */
final class UnicodeClasses {
  static final int LETTER = 1;
  static final int NUMBER = 2;
  static final int SPACE = 4;
  static final int NEWLINE = 8;
  static final int MARK = 16;

  /** Punctuation and symbols. */
  static final int SIGN = 32;

  /** The basic Han block up to U+9FA5, Hiragana and Katakana. */
  static final int HAN_KANA = 64;

  static final String RESOURCE = "unicode-16-classes.txt";

  private static final int CODE_POINTS = 0x110000;
  private static final byte[] CLASSES = load();
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private UnicodeClasses() {}

  /** Flags of a code point. */
  static int of(int codePoint) {
    return CLASSES[codePoint];
  }

  /** Flags in the low byte, the character's length in bytes above it. */
  static int at(byte[] utf8, int i) {
    int lead = utf8[i];
    if (lead >= 0) {
      return 0x100 | CLASSES[lead];
    }
    if (lead < (byte) 0xE0) {
      return 0x200 | CLASSES[(lead & 0x1F) << 6 | (utf8[i + 1] & 0x3F)];
    }
    if (lead < (byte) 0xF0) {
      return 0x300
          | CLASSES[(lead & 0x0F) << 12 | (utf8[i + 1] & 0x3F) << 6 | (utf8[i + 2] & 0x3F)];
    }
    return 0x400
        | CLASSES[
            (lead & 0x07) << 18
                | (utf8[i + 1] & 0x3F) << 12
                | (utf8[i + 2] & 0x3F) << 6
                | (utf8[i + 3] & 0x3F)];
  }

  /** End of the run of letters that starts at {@code i}; {@code i} itself if there is none. */
  static int lettersEnd(byte[] utf8, int i, int end) {
    int letters = asciiLettersEnd(utf8, i, end);
    while (letters < end && utf8[letters] < 0) {
      int found = at(utf8, letters);
      if ((found & LETTER) == 0) {
        return letters;
      }
      letters += found >>> 8;
      if (letters < end && utf8[letters] >= 0) {
        letters = asciiLettersEnd(utf8, letters, end);
      }
    }
    return letters;
  }

  /** The high bit of every byte that is no ASCII letter. */
  private static long notLetters(long word) {
    long lower = (word | 0x2020202020202020L) & ~HIGH_BITS;
    // high bit set where the byte is >= 'a', and where it is > 'z'
    long fromA = lower + 0x1F1F1F1F1F1F1F1FL;
    long aboveZ = lower + 0x0505050505050505L;
    return ~(fromA & ~aboveZ & ~word) & HIGH_BITS;
  }

  private static int asciiLettersEnd(byte[] utf8, int i, int end) {
    while (i + Long.BYTES <= end) {
      long others = notLetters((long) LONGS.get(utf8, i));
      if (others != 0) {
        return i + (Long.numberOfTrailingZeros(others) >>> 3);
      }
      i += Long.BYTES;
    }
    while (i < end && utf8[i] >= 0 && (CLASSES[utf8[i]] & LETTER) != 0) {
      i++;
    }
    return i;
  }

  /** End of the run of numbers from {@code i}. */
  static int numbersEnd(byte[] utf8, int i, int end) {
    while (i < end) {
      int found = at(utf8, i);
      if ((found & NUMBER) == 0) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  /** End of the run of at most {@code most} numbers from {@code i}. */
  static int numbersEnd(byte[] utf8, int i, int end, int most) {
    for (int n = 0; n < most && i < end; n++) {
      int found = at(utf8, i);
      if ((found & NUMBER) == 0) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  /** End of the run of letters and marks among {@link #HAN_KANA} from {@code i}. */
  static int hanKanaWordEnd(byte[] utf8, int i, int end) {
    while (i < end) {
      int found = at(utf8, i);
      if ((found & HAN_KANA) == 0 || (found & (LETTER | MARK)) == 0) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  /** End of the run of letters and marks outside {@link #HAN_KANA} from {@code i}. */
  static int otherWordEnd(byte[] utf8, int i, int end) {
    while (i < end) {
      if (utf8[i] >= 0) {
        int stop = asciiLettersEnd(utf8, i, end);
        if (stop == i) {
          return i;
        }
        i = stop;
      } else {
        int found = at(utf8, i);
        if ((found & HAN_KANA) != 0 || (found & (LETTER | MARK)) == 0) {
          return i;
        }
        i += found >>> 8;
      }
    }
    return i;
  }

  /** End of the run of line breaks from {@code i}. */
  static int newlinesEnd(byte[] utf8, int i, int end) {
    while (i < end && (utf8[i] == '\n' || utf8[i] == '\r')) {
      i++;
    }
    return i;
  }

  /** End of the run of characters that are neither letter, number nor space. */
  static int othersEnd(byte[] utf8, int i, int end) {
    while (i < end) {
      int found = at(utf8, i);
      if ((found & (LETTER | NUMBER | SPACE)) != 0) {
        return i;
      }
      i += found >>> 8;
    }
    return i;
  }

  private static byte[] load() {
    byte[] classes = new byte[CODE_POINTS];
    CodePointRanges.read(RESOURCE, (label, codePoint) -> classes[codePoint] |= (byte) flag(label));
    classes['\r'] |= NEWLINE;
    classes['\n'] |= NEWLINE;
    for (int han = 0x4E00; han <= 0x9FA5; han++) {
      classes[han] |= HAN_KANA;
    }
    for (int kana = 0x3040; kana <= 0x30FF; kana++) {
      classes[kana] |= HAN_KANA;
    }
    return classes;
  }

  private static int flag(char label) {
    return switch (label) {
      case 'L' -> LETTER;
      case 'N' -> NUMBER;
      case 'S' -> SPACE;
      case 'M' -> MARK;
      case 'P' -> SIGN;
      default -> throw new IllegalStateException("Cannot read " + RESOURCE + " label " + label);
    };
  }
}

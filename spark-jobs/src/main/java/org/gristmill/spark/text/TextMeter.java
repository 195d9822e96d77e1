package org.gristmill.spark.text;

/**
 * Checks and measures one UTF-8 text in one pass: code points, lines, letters by script. Reused
 * from text to text, so that measuring makes no garbage; not thread-safe.
 */
public final class TextMeter {
  private int characters;
  private int lines;
  private int letters;
  private int hanLetters;
  private int latinLetters;
  private int kanaLetters;

  /**
   * Measures {@code length} bytes of {@code utf8} from {@code offset}.
   *
   * @return -1 when the text is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms),
   *     otherwise the offset of the first malformed byte relative to {@code offset}; the counts
   *     then cover the part before it
   */
  public int measure(byte[] utf8, int offset, int length) {
    characters = 0;
    letters = 0;
    hanLetters = 0;
    latinLetters = 0;
    kanaLetters = 0;
    int newlines = 0;
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int lead = utf8[at];
      if (lead >= 0) {
        int folded = lead | 0x20;
        if (folded >= 'a' && folded <= 'z') {
          latinLetters++;
        } else if (lead == '\n') {
          newlines++;
        }
        at++;
      } else {
        int size = sequence(utf8, at, end);
        if (size == 0) {
          finish(newlines, length > 0 && utf8[at == offset ? at : at - 1] != '\n');
          return at - offset;
        }
        count(codePoint(utf8, at, size));
        at += size;
      }
      characters++;
    }
    finish(newlines, length > 0 && utf8[end - 1] != '\n');
    return -1;
  }

  private void finish(int newlines, boolean openLine) {
    letters += latinLetters + hanLetters + kanaLetters;
    lines = newlines + (openLine ? 1 : 0);
  }

  private void count(int codePoint) {
    switch (Scripts.of(codePoint)) {
      case HAN -> hanLetters++;
      case LATIN -> latinLetters++;
      case KANA -> kanaLetters++;
      case OTHER -> letters++;
      case NONE -> {}
    }
  }

  /** Length of the well-formed multi-byte sequence at {@code at}, or 0. */
  private static int sequence(byte[] utf8, int at, int end) {
    int lead = utf8[at] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return at + 1 < end && continues(utf8[at + 1]) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      if (at + 2 >= end || !continues(utf8[at + 1]) || !continues(utf8[at + 2])) {
        return 0;
      }
      int second = utf8[at + 1] & 0xFF;
      boolean overlong = lead == 0xE0 && second < 0xA0;
      boolean surrogate = lead == 0xED && second > 0x9F;
      return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      if (at + 3 >= end
          || !continues(utf8[at + 1])
          || !continues(utf8[at + 2])
          || !continues(utf8[at + 3])) {
        return 0;
      }
      int second = utf8[at + 1] & 0xFF;
      boolean overlong = lead == 0xF0 && second < 0x90;
      boolean beyond = lead == 0xF4 && second > 0x8F;
      return overlong || beyond ? 0 : 4;
    }
    return 0;
  }

  private static boolean continues(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int codePoint(byte[] utf8, int at, int size) {
    return switch (size) {
      case 2 -> (utf8[at] & 0x1F) << 6 | (utf8[at + 1] & 0x3F);
      case 3 -> (utf8[at] & 0x0F) << 12 | (utf8[at + 1] & 0x3F) << 6 | (utf8[at + 2] & 0x3F);
      default ->
          (utf8[at] & 0x07) << 18
              | (utf8[at + 1] & 0x3F) << 12
              | (utf8[at + 2] & 0x3F) << 6
              | (utf8[at + 3] & 0x3F);
    };
  }

  /** Code points of the text. */
  public int characters() {
    return characters;
  }

  /** Lines of the text; a last line without an end counts, an empty text has none. */
  public int lines() {
    return lines;
  }

  /** Letters of any script. */
  public int letters() {
    return letters;
  }

  /** Han letters. */
  public int hanLetters() {
    return hanLetters;
  }

  /** Latin letters. */
  public int latinLetters() {
    return latinLetters;
  }

  /** Han letters among all letters, 0..1; 0 for a text without letters. */
  public double hanFraction() {
    return letters == 0 ? 0 : (double) hanLetters / letters;
  }

  /** Language of the text by {@link Language#ofLetters}. */
  public Language language() {
    return Language.ofLetters(letters, hanLetters, kanaLetters, latinLetters);
  }
}

package org.gristmill.spark.text;

/** Which script a code point belongs to, as far as the language rule asks. */
public enum Scripts {
  /** Not a letter. */
  NONE,
  /** Basic Latin, Latin-1, Latin Extended letters. */
  LATIN,
  /** CJK unified and compatibility ideographs, the iteration mark and the zero ideograph. */
  HAN,
  /** Hiragana, katakana and hangul. */
  KANA,
  /** A letter of any other script. */
  OTHER;

  private static final Scripts[] ASCII = new Scripts[128];

  static {
    for (int c = 0; c < 128; c++) {
      ASCII[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? LATIN : NONE;
    }
  }

  /** Script of one code point, 0 to 0x10FFFF. */
  public static Scripts of(int codePoint) {
    if (codePoint < 128) {
      return ASCII[codePoint];
    }
    if (codePoint < 0x250) {
      return Character.isLetter(codePoint) ? LATIN : NONE;
    }
    if (codePoint >= 0x4E00 && codePoint <= 0x9FFF) {
      return HAN;
    }
    if (codePoint >= 0x3040 && codePoint <= 0x30FF) {
      return codePoint == 0x30FB || codePoint == 0x30FC ? NONE : KANA;
    }
    if (codePoint >= 0xAC00 && codePoint <= 0xD7A3) {
      return KANA;
    }
    return rare(codePoint);
  }

  private static Scripts rare(int codePoint) {
    if ((codePoint >= 0x3400 && codePoint <= 0x4DBF)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x323AF)
        || codePoint == 0x3005
        || codePoint == 0x3007) {
      return HAN;
    }
    if (codePoint >= 0x1E00 && codePoint <= 0x1EFF) {
      return LATIN;
    }
    if ((codePoint >= 0x1100 && codePoint <= 0x11FF)
        || (codePoint >= 0x3130 && codePoint <= 0x318F)) {
      return KANA;
    }
    return Character.isLetter(codePoint) ? OTHER : NONE;
  }
}

package org.gristmill.spark.text;

import java.util.Locale;

/** The language level of a stratum, told by script alone. */
public enum Language {
  /** Chinese: at least a quarter of the letters are Han and kana or hangul are rare. */
  ZH,
  /** English, or rather Latin script: at least half of the letters are Latin. */
  EN,
  /** Anything else, also text without letters. */
  OTHER;

  /** Han letters among all letters from which a text counts as Chinese. */
  public static final double ZH_MIN_HAN_FRACTION = 0.25;

  /** Latin letters among all letters from which a text counts as English. */
  public static final double EN_MIN_LATIN_FRACTION = 0.5;

  /** Kana and hangul among East Asian letters above which a text is not Chinese. */
  public static final double ZH_MAX_KANA_FRACTION = 0.1;

  /**
   * Language of a text with these letter counts. One Han letter carries about as much as three
   * Latin ones, hence the low bound for Chinese: at a quarter, most of what is said is said in Han.
   * Source code goes by the same rule, so code with Chinese comments becomes {@code ZH} only when
   * they make up most of it.
   *
   * @param letters letters of any script
   * @param han Han letters among them
   * @param kana kana and hangul among them
   * @param latin Latin letters among them
   */
  public static Language ofLetters(long letters, long han, long kana, long latin) {
    if (letters == 0) {
      return OTHER;
    }
    if (han >= ZH_MIN_HAN_FRACTION * letters) {
      return kana > ZH_MAX_KANA_FRACTION * (han + kana) ? OTHER : ZH;
    }
    return latin >= EN_MIN_LATIN_FRACTION * letters ? EN : OTHER;
  }

  /** Name in strata and columns: {@code zh}, {@code en} or {@code other}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}

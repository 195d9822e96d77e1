package org.gristmill.spark.text;

/**
 * Letters of a string by script.
 *
 * @param han Han letters
 * @param latin Latin letters
 * @param words runs of Latin letters
 * @param visible characters that are not white space
 */
record Letters(int han, int latin, int words, int visible) {
  static Letters of(String text) {
    int han = 0;
    int latin = 0;
    int words = 0;
    int visible = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (!Character.isWhitespace(codePoint)) {
        visible++;
      }
      Scripts script = Scripts.of(codePoint);
      if (script == Scripts.HAN) {
        han++;
      } else if (script == Scripts.LATIN) {
        latin++;
        if (!inWord) {
          words++;
        }
      }
      inWord = script == Scripts.LATIN;
    }
    return new Letters(han, latin, words, visible);
  }
}

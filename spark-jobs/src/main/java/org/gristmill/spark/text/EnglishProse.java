package org.gristmill.spark.text;

/** Decides whether a paragraph of Javadoc is English prose and tidies it. */
final class EnglishProse {
  /** Words a Latin line among Chinese ones needs: shorter ones are names. */
  static final int MIN_WORDS_BESIDE_CHINESE = 6;

  private static final int MIN_WORDS = 3;
  private static final double MIN_LETTER_FRACTION = 0.7;

  private EnglishProse() {}

  /** The paragraph on one line with single spaces, or empty when it is not prose. */
  static String paragraph(String paragraph) {
    StringBuilder line = new StringBuilder(paragraph.length());
    boolean space = false;
    for (int i = 0; i < paragraph.length(); i++) {
      char c = paragraph.charAt(i);
      if (c == JavadocText.CODE_START || c == JavadocText.CODE_END) {
        continue;
      }
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        space = line.length() > 0;
      } else {
        if (space) {
          line.append(' ');
          space = false;
        }
        line.append(c);
      }
    }
    String text = withoutBullet(line.toString());
    Letters letters = Letters.of(text);
    boolean prose =
        letters.words() >= MIN_WORDS
            && letters.latin() >= MIN_LETTER_FRACTION * letters.visible()
            && text.indexOf(' ') > 0;
    return prose ? text : "";
  }

  private static String withoutBullet(String line) {
    int start = 0;
    while (start < line.length() && "-*•=~# ".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    return line.substring(start);
  }
}

package org.gristmill.spark.text;

import java.util.regex.Pattern;

/** Keeps the Chinese sentences of a line of Javadoc and takes Latin insertions out of them. */
final class ChineseProse {
  private static final int MIN_HAN_LETTERS = 4;
  private static final int MAX_REMOVED_CODES = 2;
  private static final Pattern CODE =
      Pattern.compile(
          JavadocText.CODE_START + "[^" + JavadocText.CODE_END + "]*" + JavadocText.CODE_END + "?");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?|ftp)://[!-~]+|www\\.[!-~]+|[\\w.-]+@[\\w.-]+");
  private static final Pattern LATIN_BRACKETS =
      Pattern.compile("[(（\\[【「][^\\p{IsHan})）\\]】」]*[)）\\]】」]");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[。！？；!?;])");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Zs}\\p{Cntrl}]+");
  private static final Pattern SPACE_BESIDE_HAN =
      Pattern.compile("(?<=[\\p{IsHan}，。、；：！？“”（）]) (?=\\S)|(?<=\\S) (?=[\\p{IsHan}，。、；：！？“”（）])");
  private static final Pattern LEADING = Pattern.compile("^[^\\p{IsHan}\\p{Alnum}“《（(【]+");
  private static final Pattern NUMBERING = Pattern.compile("^(?:[0-9]+[.、):）]+\\s*)+");

  private ChineseProse() {}

  /** The Chinese of one line, or empty when nothing Chinese is left. */
  static String line(String line) {
    StringBuilder kept = new StringBuilder(line.length());
    for (String sentence : SENTENCE_END.split(line, -1)) {
      kept.append(sentence(sentence));
    }
    return LEADING.matcher(kept).replaceFirst("");
  }

  private static String sentence(String sentence) {
    long codes = CODE.matcher(sentence).results().count();
    if (codes > MAX_REMOVED_CODES) {
      return "";
    }
    String text = CODE.matcher(sentence).replaceAll(" ");
    text = text.replace(JavadocText.CODE_END, ' ');
    text = ADDRESS.matcher(text).replaceAll(" ");
    text = LATIN_BRACKETS.matcher(text).replaceAll("");
    text = SPACES.matcher(text).replaceAll(" ").strip();
    text = SPACE_BESIDE_HAN.matcher(text).replaceAll("");
    text = NUMBERING.matcher(LEADING.matcher(text).replaceFirst("")).replaceFirst("");
    Letters letters = Letters.of(text);
    boolean chinese =
        letters.han() >= MIN_HAN_LETTERS
            && letters.latin()
                <= JavadocProse.MAX_LATIN_FRACTION * (letters.han() + letters.latin());
    return chinese ? text : "";
  }
}

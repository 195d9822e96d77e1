package org.gristmill.tokenization.bpe;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Writes the resources of {@link UnicodeClasses}, {@link LetterCases} and {@link Nfc} from ICU4J
 * 77.1 (Unicode 16): {@code java -cp <test class path> org.gristmill.tokenization.bpe.UnicodeTable
 * <folder>}.
 */
final class UnicodeTable {
  private static final int MARKS =
      1 << UCharacterCategory.NON_SPACING_MARK
          | 1 << UCharacterCategory.ENCLOSING_MARK
          | 1 << UCharacterCategory.COMBINING_SPACING_MARK;
  private static final int SIGNS =
      1 << UCharacterCategory.CONNECTOR_PUNCTUATION
          | 1 << UCharacterCategory.DASH_PUNCTUATION
          | 1 << UCharacterCategory.START_PUNCTUATION
          | 1 << UCharacterCategory.END_PUNCTUATION
          | 1 << UCharacterCategory.INITIAL_PUNCTUATION
          | 1 << UCharacterCategory.FINAL_PUNCTUATION
          | 1 << UCharacterCategory.OTHER_PUNCTUATION
          | 1 << UCharacterCategory.MATH_SYMBOL
          | 1 << UCharacterCategory.CURRENCY_SYMBOL
          | 1 << UCharacterCategory.MODIFIER_SYMBOL
          | 1 << UCharacterCategory.OTHER_SYMBOL;

  private UnicodeTable() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.writeString(
        folder.resolve(UnicodeClasses.RESOURCE), classes(), StandardCharsets.US_ASCII);
    Files.writeString(folder.resolve(LetterCases.RESOURCE), cases(), StandardCharsets.US_ASCII);
    Files.writeString(folder.resolve(Nfc.RESOURCE), compositions(), StandardCharsets.US_ASCII);
  }

  static String classes() {
    StringBuilder text = new StringBuilder();
    text.append("# Unicode ")
        .append(UCharacter.getUnicodeVersion().getMajor())
        .append('.')
        .append(UCharacter.getUnicodeVersion().getMinor());
    text.append(
        ", general categories L*, N*, M*, P* with S*, property White_Space; hexadecimal ranges\n");
    append(text, 'L', UCharacter::isLetter);
    append(text, 'N', UnicodeTable::isNumber);
    append(text, 'M', c -> (MARKS & 1 << UCharacter.getType(c)) != 0);
    append(text, 'P', c -> (SIGNS & 1 << UCharacter.getType(c)) != 0);
    append(text, 'S', c -> UCharacter.hasBinaryProperty(c, UProperty.WHITE_SPACE));
    return text.toString();
  }

  static String cases() {
    StringBuilder text = new StringBuilder("# Unicode ");
    text.append(UCharacter.getUnicodeVersion().getMajor()).append('.');
    text.append(UCharacter.getUnicodeVersion().getMinor());
    text.append(", general categories Lu with Lt, Ll; hexadecimal ranges\n");
    append(
        text,
        'U',
        c ->
            UCharacter.getType(c) == UCharacterCategory.UPPERCASE_LETTER
                || UCharacter.getType(c) == UCharacterCategory.TITLECASE_LETTER);
    append(text, 'l', c -> UCharacter.getType(c) == UCharacterCategory.LOWERCASE_LETTER);
    return text.toString();
  }

  /**
   * Characters of Unicode 9 and earlier, which normalization may not change later. Combining
   * classes first, then decompositions: with {@code =} those that form C composes again.
   */
  static String compositions() {
    Normalizer2 nfc = Normalizer2.getNFCInstance();
    StringBuilder text = new StringBuilder("# Unicode 9.0, canonical combining classes ('M class");
    text.append(" ranges') and decompositions ('= or > character first second'); hexadecimal\n");
    byte[] classes = new byte[0x110000];
    BitSet used = new BitSet();
    for (int c = 0; c < classes.length; c++) {
      classes[c] = (byte) (isOld(c) ? UCharacter.getCombiningClass(c) : 0);
      used.set(classes[c] & 0xFF);
    }
    used.stream()
        .filter(own -> own > 0)
        .forEach(own -> append(text, "M " + own, c -> (classes[c] & 0xFF) == own));
    for (int c = 0; c < 0x110000; c++) {
      String halves = (c >= 0xAC00 && c < 0xD7A4) || !isOld(c) ? null : nfc.getRawDecomposition(c);
      if (halves != null) {
        int first = halves.codePointAt(0);
        int rest = Character.charCount(first);
        int second = rest < halves.length() ? halves.codePointAt(rest) : 0;
        boolean composes = nfc.isNormalized(Character.toString(c));
        text.append(composes ? "= " : "> ").append(Integer.toHexString(c)).append(' ');
        text.append(Integer.toHexString(first)).append(' ').append(Integer.toHexString(second));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static boolean isOld(int codePoint) {
    int major = UCharacter.getAge(codePoint).getMajor();
    return major > 0 && major <= 9;
  }

  private static boolean isNumber(int codePoint) {
    int type = UCharacter.getType(codePoint);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static void append(StringBuilder text, char label, IntPredicate member) {
    append(text, String.valueOf(label), member);
  }

  private static void append(StringBuilder text, String label, IntPredicate member) {
    int onLine = 0;
    for (int first = 0; first < 0x110000; first++) {
      if (!member.test(first)) {
        continue;
      }
      int last = first;
      while (last + 1 < 0x110000 && member.test(last + 1)) {
        last++;
      }
      text.append(onLine == 0 ? label + " " : " ").append(Integer.toHexString(first));
      if (last > first) {
        text.append('-').append(Integer.toHexString(last));
      }
      onLine++;
      if (onLine == 12) {
        text.append('\n');
        onLine = 0;
      }
      first = last;
    }
    if (onLine > 0) {
      text.append('\n');
    }
  }
}

package org.gristmill.tokenization.bpe;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * Writes the resource of {@link UnicodeClasses} from ICU4J 77.1 (Unicode 16): {@code java -cp <test
 * class path> org.gristmill.tokenization.bpe.UnicodeTable <file>}.
 */
final class UnicodeTable {
  private UnicodeTable() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text(), StandardCharsets.US_ASCII);
  }

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Unicode ")
        .append(UCharacter.getUnicodeVersion().getMajor())
        .append('.')
        .append(UCharacter.getUnicodeVersion().getMinor());
    text.append(", general categories L* and N*, property White_Space; hexadecimal ranges\n");
    append(text, 'L', UCharacter::isLetter);
    append(text, 'N', UnicodeTable::isNumber);
    append(text, 'S', c -> UCharacter.hasBinaryProperty(c, UProperty.WHITE_SPACE));
    return text.toString();
  }

  private static boolean isNumber(int codePoint) {
    int type = UCharacter.getType(codePoint);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static void append(StringBuilder text, char label, IntPredicate member) {
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

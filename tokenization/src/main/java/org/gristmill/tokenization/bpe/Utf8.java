package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Validity of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Utf8() {}

  static boolean isValid(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      if (b[i] >= 0) {
        i = asciiEnd(b, i, to);
        continue;
      }
      int length = characterLength(b, i, to);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Whether valid text may hold this byte, 0 to 255. */
  static boolean mayHold(int b) {
    return b != 0xC0 && b != 0xC1 && b < 0xF5;
  }

  /** End of the run of ASCII from {@code i}. */
  static int asciiEnd(byte[] b, int i, int to) {
    int end = i;
    while (end + Long.BYTES <= to) {
      long others = (long) LONGS.get(b, end) & 0x8080808080808080L;
      if (others != 0) {
        return end + (Long.numberOfTrailingZeros(others) >>> 3);
      }
      end += Long.BYTES;
    }
    while (end < to && b[end] >= 0) {
      end++;
    }
    return end;
  }

  /** Bytes of the character that starts with this byte. */
  static int length(byte lead) {
    // one nibble an entry: 1 for ASCII (and, unasked, for continuation bytes), else 2, 3, 4
    return (int) (0x4322_1111_1111_1111L >>> ((lead & 0xF0) >> 2)) & 0xF;
  }

  private static int characterLength(byte[] b, int i, int to) {
    int lead = b[i] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return i + 1 < to && continues(b[i + 1]) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      if (i + 2 >= to || !continues(b[i + 1]) || !continues(b[i + 2])) {
        return 0;
      }
      int second = b[i + 1] & 0xFF;
      boolean overlong = lead == 0xE0 && second < 0xA0;
      boolean surrogate = lead == 0xED && second > 0x9F;
      return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      if (i + 3 >= to || !continues(b[i + 1]) || !continues(b[i + 2]) || !continues(b[i + 3])) {
        return 0;
      }
      int second = b[i + 1] & 0xFF;
      boolean overlong = lead == 0xF0 && second < 0x90;
      boolean above = lead == 0xF4 && second > 0x8F;
      return overlong || above ? 0 : 4;
    }
    return 0;
  }

  private static boolean continues(byte b) {
    return b < (byte) 0xC0;
  }

  /** The text with every maximal invalid sub-sequence replaced by U+FFFD. */
  static byte[] replaceInvalid(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }
}

package org.gristmill.tokenization.bpe;

import java.util.Arrays;

/**
 * The printable stand-in of every byte in byte-level vocabularies: printable Latin-1 characters
 * stand for themselves, the other 68 bytes take the code points from U+0100 on, in byte order.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256];
  private static final short[] BYTES = new short[256 + 68];

  static {
    Arrays.fill(BYTES, (short) -1);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      CHARACTERS[b] = (char) (printable ? b : next++);
      BYTES[CHARACTERS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The character of an unsigned byte. */
  static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** Bytes as a vocabulary writes them. */
  static String write(byte[] bytes) {
    char[] text = new char[bytes.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(text);
  }

  /** The bytes of a vocabulary entry; null if it holds a character outside the alphabet. */
  static byte[] read(String entry) {
    byte[] bytes = new byte[entry.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = entry.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        return null;
      }
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }
}

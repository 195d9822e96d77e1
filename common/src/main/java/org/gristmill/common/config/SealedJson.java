package org.gristmill.common.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;

/**
 * Canonical JSON that carries its own checksum: the last entry of the object is {@code seal}, the
 * XXH64 of the file as it would be without that entry, in 16 hexadecimal digits. So any byte that
 * changes is found by the file alone. The form of every JSON file that no other file vouches for.
 */
public final class SealedJson {
  private static final byte[] BEFORE = ",\n  \"seal\": \"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEHIND = "\"\n}\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n}\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 16;
  private static final int LENGTH = BEFORE.length + DIGITS + BEHIND.length;

  private SealedJson() {}

  /**
   * Writes an object.
   *
   * @param value record or map with at least one entry, none of them named {@code seal}
   * @return the bytes of the file
   * @throws IllegalArgumentException if it is no such object
   */
  public static byte[] bytes(Object value) {
    byte[] json = CanonicalJson.pretty(value).getBytes(StandardCharsets.UTF_8);
    int body = json.length - END.length;
    if (json[0] != '{' || body < 0 || !matches(json, body, END)) {
      throw new IllegalArgumentException(
          "Cannot seal " + new String(json, StandardCharsets.UTF_8) + ": expected an object");
    }
    byte[] sealed = Arrays.copyOf(json, body + LENGTH);
    System.arraycopy(BEFORE, 0, sealed, body, BEFORE.length);
    System.arraycopy(digits(json, json.length), 0, sealed, body + BEFORE.length, DIGITS);
    System.arraycopy(BEHIND, 0, sealed, sealed.length - BEHIND.length, BEHIND.length);
    return sealed;
  }

  /**
   * Says whether a file has a seal, sound or not.
   *
   * @param bytes the file
   * @return whether it ends as {@link #bytes} ends
   */
  public static boolean isSealed(byte[] bytes) {
    return bytes.length >= LENGTH
        && matches(bytes, bytes.length - LENGTH, BEFORE)
        && matches(bytes, bytes.length - BEHIND.length, BEHIND);
  }

  /**
   * Reads a file.
   *
   * @param path its path, for messages
   * @param bytes its content
   * @return the object without its seal
   * @throws CorruptDataException if it has no seal, or was changed since it was sealed
   */
  public static ConfigTree parse(String path, byte[] bytes) {
    if (!isSealed(bytes)) {
      throw new CorruptDataException(
          "Cannot read "
              + path
              + ": it does not end with its seal; expected the file as it was written");
    }
    int body = bytes.length - LENGTH;
    byte[] json = Arrays.copyOf(bytes, body + END.length);
    System.arraycopy(END, 0, json, body, END.length);
    byte[] actual = digits(json, json.length);
    if (!matches(bytes, body + BEFORE.length, actual)) {
      throw new CorruptDataException(
          "Cannot read "
              + path
              + ": its content has checksum "
              + new String(actual, StandardCharsets.US_ASCII)
              + "; expected that of its seal");
    }
    try {
      return YamlConfig.parseJson(path, new String(json, StandardCharsets.UTF_8));
    } catch (ConfigException e) {
      throw new CorruptDataException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] digits(byte[] json, int length) {
    return HexFormat.of()
        .toHexDigits(Xxh64.hash(json, 0, length, 0))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean matches(byte[] bytes, int at, byte[] expected) {
    return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }
}

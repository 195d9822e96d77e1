package org.gristmill.storage.hub;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Percent-encoding of parts of URLs. */
final class UrlText {
  private static final String PLAIN = "-._~";

  private UrlText() {}

  /** Encodes a part in which a slash means itself. */
  static String quote(String text) {
    return encode(text, "");
  }

  /** Encodes a path; slashes stay. */
  static String quotePath(String path) {
    return encode(path, "/");
  }

  private static String encode(String text, String kept) {
    StringBuilder out = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (value & 0xFF);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || PLAIN.indexOf(c) >= 0 || kept.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().toHexDigits(value).toUpperCase(Locale.ROOT));
      }
    }
    return out.toString();
  }
}

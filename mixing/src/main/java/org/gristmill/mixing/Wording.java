package org.gristmill.mixing;

import java.util.Locale;

/** Messages that read alike under every locale. */
final class Wording {

  private Wording() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package org.gristmill.cli;

import java.util.Locale;

/** Numbers and messages that read alike under every locale. */
final class Wording {

  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Wording() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** {@code 1234567} as {@code 1,234,567}. */
  static String count(long number) {
    return of("%,d", number);
  }

  /** Bytes in the unit that leaves one to three digits before the point. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : of("%.1f %s", value, BINARY[unit]);
  }

  /** Milliseconds as {@code 0.4 s}, {@code 12.3 s}, {@code 3 min 05 s} or {@code 2 h 07 min}. */
  static String duration(long millis) {
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 60) {
      return of("%.1f s", millis / 1000.0);
    }
    if (seconds < 3600) {
      return of("%d min %02d s", seconds / 60, seconds % 60);
    }
    return of("%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}

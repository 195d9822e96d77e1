package org.gristmill.common;

import java.util.Locale;

/** Numbers of things, in words: {@code 1 shard}, {@code 1,234 shards}. */
public final class Counted {
  private Counted() {}

  /** A number of things whose plural ends in s. */
  public static String of(long number, String singular) {
    return of(number, singular, singular + "s");
  }

  /** A number of things. */
  public static String of(long number, String singular, String plural) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? singular : plural);
  }
}

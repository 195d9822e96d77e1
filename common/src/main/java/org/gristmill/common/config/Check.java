package org.gristmill.common.config;

import java.util.regex.Pattern;

/** Checks for the compact constructors of configuration records. Keys are named as in the file. */
public final class Check {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_.-]*");

  private Check() {}

  /**
   * Requires a whole number within bounds.
   *
   * @param key name of the key
   * @param value its value
   * @param least smallest allowed
   * @param most largest allowed
   * @throws InvalidValueException if the value is outside
   */
  public static void range(String key, long value, long least, long most) {
    if (value < least || value > most) {
      String bounds =
          most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
      throw invalid(key, value, "it is out of range", "a whole number " + bounds);
    }
  }

  /**
   * Requires a number of at least some value.
   *
   * @param key name of the key
   * @param value its value
   * @param least smallest allowed
   * @throws InvalidValueException if the value is smaller
   */
  public static void atLeast(String key, long value, long least) {
    range(key, value, least, Long.MAX_VALUE);
  }

  /**
   * Requires a fraction.
   *
   * @param key name of the key
   * @param value its value
   * @throws InvalidValueException if the value is outside 0 to 1
   */
  public static void fraction(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw invalid(key, value, "it is out of range", "a number from 0 to 1");
    }
  }

  /**
   * Requires a finite number above zero.
   *
   * @param key name of the key
   * @param value its value
   * @throws InvalidValueException if the value is not positive
   */
  public static void positive(String key, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw invalid(key, value, "it is out of range", "a number above 0");
    }
  }

  /**
   * Requires a finite number of at least zero.
   *
   * @param key name of the key
   * @param value its value
   * @throws InvalidValueException if the value is negative
   */
  public static void notNegative(String key, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw invalid(key, value, "it is out of range", "a number of at least 0");
    }
  }

  /**
   * Requires a slug: lower-case ASCII letters, digits, {@code _ . -}, not starting with a mark.
   *
   * @param key name of the key
   * @param value its value
   * @throws InvalidValueException if the value is no slug
   */
  public static void slug(String key, String value) {
    if (!SLUG.matcher(value).matches()) {
      throw invalid(
          key,
          "'" + value + "'",
          "it is not a slug",
          "lower-case letters, digits, '_', '.' or '-', starting with a letter or digit");
    }
  }

  /**
   * Requires text.
   *
   * @param key name of the key
   * @param value its value
   * @throws InvalidValueException if the value is blank
   */
  public static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw invalid(key, "'" + value + "'", "it is blank", "some text");
    }
  }

  /**
   * Requires a condition.
   *
   * @param condition what must hold
   * @param key the key to blame
   * @param message one sentence: "Cannot use ...: reason; expected ..."
   * @throws InvalidValueException if it does not hold
   */
  public static void that(boolean condition, String key, String message) {
    if (!condition) {
      throw new InvalidValueException(key, message);
    }
  }

  private static InvalidValueException invalid(
      String key, Object value, String reason, String expected) {
    return new InvalidValueException(
        key, "Cannot use " + key + " " + value + ": " + reason + "; expected " + expected);
  }
}

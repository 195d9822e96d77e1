package org.gristmill.common.identity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The circle of document keys, 0 to 2^63 - 1: where training ends and validation begins, and which
 * part of a stratum run holds a key. Pure functions of the key.
 */
public final class KeySpace {
  private static final BigDecimal SIZE = new BigDecimal(BigInteger.ONE.shiftLeft(63));

  private KeySpace() {}

  /**
   * Returns the end of the training keys.
   *
   * @param validationFraction share of documents held out, 0 (none) to below 1; taken as the
   *     decimal that is written in the recipe, so that 0.002 means exactly 1/500
   * @return a key is training if it is below this value, else validation; with fraction 0 the value
   *     is 2^63 - 1, so that a document with that very key (one in 10^19) still is validation
   * @throws IllegalArgumentException if the fraction is outside [0, 1) or not a number
   */
  public static long trainingLimit(double validationFraction) {
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "Cannot split keys by validation fraction "
              + validationFraction
              + ": expected 0 <= fraction < 1");
    }
    BigDecimal training = BigDecimal.ONE.subtract(BigDecimal.valueOf(validationFraction));
    BigInteger limit = training.multiply(SIZE).setScale(0, RoundingMode.FLOOR).toBigInteger();
    return limit.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  /**
   * Returns the part of a stratum run that holds a key.
   *
   * @param key 0 to 2^63 - 1
   * @param bits 0 to 30; the run has 2^bits parts
   * @return part number, ascending with the key
   * @throws IllegalArgumentException if the key is negative or bits is out of range
   */
  public static int part(long key, int bits) {
    if (key < 0 || bits < 0 || bits > 30) {
      throw new IllegalArgumentException(
          "Cannot place key "
              + key
              + " among 2^"
              + bits
              + " parts: expected a key from 0 and 0 to 30 bits");
    }
    return (int) (key >>> (63 - bits));
  }
}

package org.gristmill.trainer.kernels;

/**
 * The exponential function in single precision, relative error below 3e-7.
 *
 * <p>e^x = 2^n * e^r with n = round(x / ln 2) and |r| &lt;= ln 2 / 2; e^r by the polynomial of the
 * Cephes library's {@code expf} (Moshier, 1989). The vector kernels evaluate the same formula, so
 * that both paths agree and neither depends on a native maths library.
 */
final class Exponential {

  static final float LOWEST = -87.3f;
  static final float HIGHEST = 88f;
  static final float LOG2_E = (float) 1.44269504;

  /** 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits. */
  static final float ROUNDER = 12582912f;

  static final float LN2_HIGH = (float) 0.693359375;
  static final float LN2_LOW = (float) -2.12194440e-4;
  static final float C0 = (float) 1.9875691500e-4;
  static final float C1 = (float) 1.3981999507e-3;
  static final float C2 = (float) 8.3334519073e-3;
  static final float C3 = (float) 4.1665795894e-2;
  static final float C4 = (float) 1.6666665459e-1;
  static final float C5 = (float) 5.0000001201e-1;

  private Exponential() {}

  /** e^x; arguments are clamped to [-87.3, 88]. */
  static float of(float x) {
    float bounded = Math.max(LOWEST, Math.min(HIGHEST, x));
    float shifted = bounded * LOG2_E + ROUNDER;
    float n = shifted - ROUNDER;
    float r = bounded - n * LN2_HIGH - n * LN2_LOW;
    float p = ((((C0 * r + C1) * r + C2) * r + C3) * r + C4) * r + C5;
    float y = p * r * r + r + 1;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(y) + (Float.floatToRawIntBits(shifted) << 23));
  }
}

package org.gristmill.common.hash;

import java.util.HexFormat;

/**
 * A 128-bit hash.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record Hash128(long high, long low) {
  /**
   * Returns the hash as 32 lower-case hexadecimal digits, most significant first.
   *
   * @return the digits
   */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(high) + format.toHexDigits(low);
  }
}

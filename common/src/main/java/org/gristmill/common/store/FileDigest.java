package org.gristmill.common.store;

import java.util.HexFormat;

/**
 * Length and checksum of a file.
 *
 * @param bytes length
 * @param xxh64 XXH64 of all bytes, seed 0
 */
public record FileDigest(long bytes, long xxh64) {
  /**
   * Returns the checksum as manifests write it.
   *
   * @return 16 lower-case hexadecimal digits
   */
  public String xxh64Hex() {
    return HexFormat.of().toHexDigits(xxh64);
  }
}

package org.gristmill.common.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reference hashes recorded by hash-vectors.py, and the bytes they belong to. */
final class HashVectors {
  record Vector(int length, String xxh64, String xxh64Seed42, String xxh128) {}

  private HashVectors() {}

  static List<Vector> load() {
    try (InputStream in = HashVectors.class.getResourceAsStream("hash-vectors.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .map(cell -> new Vector(Integer.parseInt(cell[0]), cell[1], cell[2], cell[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    long x = 1;
    for (int i = 0; i < length; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
      bytes[i] = (byte) (x >>> 56);
    }
    return bytes;
  }
}

package org.gristmill.spark.source;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Damages files as disks, networks and programs do; the same for the same random numbers. */
final class Damage {
  private Damage() {}

  /** A damaged copy. */
  static byte[] of(byte[] whole, Random random) {
    byte[] bytes = whole;
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] whole, Random random) {
    if (whole.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(whole.length);
    int count = 1 + random.nextInt(Math.min(64, whole.length - at));
    byte[] bytes = whole.clone();
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(bytes, at, at + count, (byte) 0);
      case 3 -> Arrays.fill(bytes, at, at + Math.min(count, 8), (byte) 0xFF);
      case 4 -> bytes = Arrays.copyOf(bytes, at);
      case 5 -> bytes = spliced(whole, at, at + count, new byte[0]);
      default -> {
        int from = random.nextInt(whole.length);
        int to = Math.min(whole.length, from + count);
        bytes = spliced(whole, at, at, Arrays.copyOfRange(whole, from, to));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] whole, int from, int to, byte[] instead) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(whole, 0, from);
    bytes.writeBytes(instead);
    bytes.write(whole, to, whole.length - to);
    return bytes.toByteArray();
  }
}

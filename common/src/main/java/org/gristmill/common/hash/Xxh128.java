package org.gristmill.common.hash;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * XXH3 with 128 bits, seed 0 and the default secret: the hash behind document and file identities.
 *
 * <p>The static method hashes one array; an instance hashes a stream and gives the same result as
 * hashing the concatenation at once. Not cryptographic. The static method is thread-safe, instances
 * are not. Source: the xxHash specification, "XXH3 algorithm".
 */
public final class Xxh128 {
  private static final int KEPT = Xxh3.STRIPE;
  private static final int CAPACITY = 64 * Xxh3.BLOCK;

  // The last stripe of the consumed part stays in front of the unconsumed bytes: the final stripe
  // of a stream may reach back into it.
  private final byte[] buffer = new byte[KEPT + CAPACITY];
  private final long[] lanes = Xxh3.startLanes();
  private int held;
  private long total;

  /** Starts a stream. */
  public Xxh128() {}

  /**
   * Hashes a range of an array.
   *
   * @param bytes the array
   * @param offset first byte
   * @param length number of bytes, may be 0
   * @return the hash
   * @throws IndexOutOfBoundsException if the range leaves the array
   */
  public static Hash128 hash(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length <= Xxh3.SHORT_LIMIT) {
      return Xxh3Short.hash(bytes, offset, length);
    }
    return Xxh3.finish(Xxh3.startLanes(), bytes, offset, length, length);
  }

  /**
   * Adds a range of an array to the stream.
   *
   * @param bytes the array
   * @param offset first byte
   * @param length number of bytes, may be 0
   * @throws IndexOutOfBoundsException if the range leaves the array
   */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = offset;
    int left = length;
    total += length;
    while (left > 0) {
      makeRoom();
      int taken = Math.min(left, CAPACITY - held);
      System.arraycopy(bytes, at, buffer, KEPT + held, taken);
      held += taken;
      at += taken;
      left -= taken;
    }
  }

  /**
   * Adds the remaining bytes of a buffer to the stream and moves its position to its limit.
   *
   * @param source heap or direct buffer
   */
  public void update(ByteBuffer source) {
    total += source.remaining();
    while (source.hasRemaining()) {
      makeRoom();
      int taken = Math.min(source.remaining(), CAPACITY - held);
      source.get(buffer, KEPT + held, taken);
      held += taken;
    }
  }

  /**
   * Returns the hash of everything added so far; more may be added afterwards.
   *
   * @return the hash
   */
  public Hash128 digest() {
    if (total <= Xxh3.SHORT_LIMIT) {
      return Xxh3Short.hash(buffer, KEPT, held);
    }
    return Xxh3.finish(lanes.clone(), buffer, KEPT, held, total);
  }

  private void makeRoom() {
    if (held < CAPACITY) {
      return;
    }
    for (int at = KEPT; at < KEPT + CAPACITY; at += Xxh3.BLOCK) {
      Xxh3.block(lanes, buffer, at);
    }
    System.arraycopy(buffer, CAPACITY, buffer, 0, KEPT);
    held = 0;
  }
}

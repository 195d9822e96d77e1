package org.gristmill.common.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * XXH64: the hash behind sampling keys and file checksums.
 *
 * <p>The static methods hash one piece of memory; an instance hashes a stream of pieces and gives
 * the same result as hashing their concatenation at once. Not cryptographic. Static methods are
 * thread-safe, instances are not. Source: the xxHash specification, "XXH64 algorithm".
 */
public final class Xxh64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final byte[] pending = new byte[STRIPE];
  private final byte[] transfer = new byte[8192];
  private long total;
  private int held;
  private long v1;
  private long v2;
  private long v3;
  private long v4;

  /**
   * Starts a stream.
   *
   * @param seed any value; equal seeds and equal bytes give equal hashes
   */
  public Xxh64(long seed) {
    this.seed = seed;
    v1 = seed + P1 + P2;
    v2 = seed + P2;
    v3 = seed;
    v4 = seed - P1;
  }

  /**
   * Hashes a range of an array.
   *
   * @param bytes the array
   * @param offset first byte
   * @param length number of bytes, may be 0
   * @param seed any value
   * @return the 64-bit hash
   * @throws IndexOutOfBoundsException if the range leaves the array
   */
  public static long hash(byte[] bytes, int offset, int length, long seed) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = offset;
    int end = offset + length;
    long h;
    if (length >= STRIPE) {
      long a = seed + P1 + P2;
      long b = seed + P2;
      long c = seed;
      long d = seed - P1;
      int limit = end - STRIPE;
      do {
        a = round(a, (long) LONG.get(bytes, at));
        b = round(b, (long) LONG.get(bytes, at + 8));
        c = round(c, (long) LONG.get(bytes, at + 16));
        d = round(d, (long) LONG.get(bytes, at + 24));
        at += STRIPE;
      } while (at <= limit);
      h = converge(a, b, c, d);
    } else {
      h = seed + P5;
    }
    return finish(h + length, bytes, at, end);
  }

  /**
   * Hashes the remaining bytes of a buffer; its position does not move.
   *
   * @param buffer heap or direct buffer
   * @param seed any value
   * @return the 64-bit hash
   */
  public static long hash(ByteBuffer buffer, long seed) {
    if (buffer.hasArray()) {
      return hash(
          buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining(), seed);
    }
    Xxh64 stream = new Xxh64(seed);
    stream.update(buffer.duplicate());
    return stream.digest();
  }

  /**
   * Hashes the eight little-endian bytes of a number, as Spark's {@code xxhash64} does for a LONG.
   *
   * @param value the number
   * @param seed any value
   * @return the 64-bit hash
   */
  public static long hashLong(long value, long seed) {
    long h = seed + P5 + Long.BYTES;
    h = Long.rotateLeft(h ^ round(0, value), 27) * P1 + P4;
    return avalanche(h);
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
    int end = offset + length;
    total += length;
    if (held > 0) {
      int taken = Math.min(STRIPE - held, length);
      System.arraycopy(bytes, at, pending, held, taken);
      held += taken;
      at += taken;
      if (held < STRIPE) {
        return;
      }
      stripes(pending, 0, STRIPE);
      held = 0;
    }
    int whole = (end - at) / STRIPE * STRIPE;
    stripes(bytes, at, whole);
    at += whole;
    held = end - at;
    System.arraycopy(bytes, at, pending, 0, held);
  }

  /**
   * Adds the remaining bytes of a buffer to the stream and moves its position to its limit.
   *
   * @param buffer heap or direct buffer
   */
  public void update(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      update(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      buffer.position(buffer.limit());
      return;
    }
    while (buffer.hasRemaining()) {
      int length = Math.min(buffer.remaining(), transfer.length);
      buffer.get(transfer, 0, length);
      update(transfer, 0, length);
    }
  }

  /**
   * Returns the hash of everything added so far; more may be added afterwards.
   *
   * @return the 64-bit hash
   */
  public long digest() {
    long h = total >= STRIPE ? converge(v1, v2, v3, v4) : seed + P5;
    return finish(h + total, pending, 0, held);
  }

  private void stripes(byte[] bytes, int offset, int length) {
    long a = v1;
    long b = v2;
    long c = v3;
    long d = v4;
    for (int at = offset; at < offset + length; at += STRIPE) {
      a = round(a, (long) LONG.get(bytes, at));
      b = round(b, (long) LONG.get(bytes, at + 8));
      c = round(c, (long) LONG.get(bytes, at + 16));
      d = round(d, (long) LONG.get(bytes, at + 24));
    }
    v1 = a;
    v2 = b;
    v3 = c;
    v4 = d;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long converge(long a, long b, long c, long d) {
    long h =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    h = (h ^ round(0, a)) * P1 + P4;
    h = (h ^ round(0, b)) * P1 + P4;
    h = (h ^ round(0, c)) * P1 + P4;
    return (h ^ round(0, d)) * P1 + P4;
  }

  private static long finish(long start, byte[] bytes, int offset, int end) {
    long h = start;
    int at = offset;
    for (; at + 8 <= end; at += 8) {
      h = Long.rotateLeft(h ^ round(0, (long) LONG.get(bytes, at)), 27) * P1 + P4;
    }
    if (at + 4 <= end) {
      h = Long.rotateLeft(h ^ ((int) INT.get(bytes, at) & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
      at += 4;
    }
    for (; at < end; at++) {
      h = Long.rotateLeft(h ^ (bytes[at] & 0xFF) * P5, 11) * P1;
    }
    return avalanche(h);
  }

  static long avalanche(long value) {
    long h = value;
    h = (h ^ h >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }
}

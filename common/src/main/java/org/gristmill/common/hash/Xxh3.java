package org.gristmill.common.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** XXH3 for inputs above 240 bytes: eight lanes, stripes of 64 bytes, blocks of 16 stripes. */
final class Xxh3 {
  static final long P32_1 = 0x9E3779B1L;
  static final long P32_2 = 0x85EBCA77L;
  static final long P32_3 = 0xC2B2AE3DL;
  static final long P64_1 = 0x9E3779B185EBCA87L;
  static final long P64_2 = 0xC2B2AE3D27D4EB4FL;
  static final long P64_3 = 0x165667B19E3779F9L;
  static final long P64_4 = 0x85EBCA77C2B2AE63L;
  static final long P64_5 = 0x27D4EB2F165667C5L;
  private static final long MIX = 0x165667919E3779F9L;

  static final int STRIPE = 64;
  static final int BLOCK = 16 * STRIPE;
  static final int SHORT_LIMIT = 240;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The default secret of the specification, 192 bytes. */
  static final byte[] SECRET =
      HexFormat.of()
          .parseHex(
              "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                  + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                  + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8"
                  + "fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364ea"
                  + "c5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b"
                  + "16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

  private static final long[] SECRET_AT_0 = secretLongs(0, 8 * 16 + 8);
  private static final long[] SCRAMBLE = secretLongs(SECRET.length - STRIPE, STRIPE);

  private Xxh3() {}

  static long[] startLanes() {
    return new long[] {P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1};
  }

  /** Consumes one block of 1,024 bytes and scrambles the lanes. */
  static void block(long[] lanes, byte[] bytes, int offset) {
    stripes(lanes, bytes, offset, BLOCK / STRIPE);
    for (int i = 0; i < 8; i++) {
      long lane = lanes[i];
      lanes[i] = (lane ^ lane >>> 47 ^ SCRAMBLE[i]) * P32_1;
    }
  }

  /**
   * Consumes the last {@code length} bytes of an input of {@code total} bytes. The 64 bytes before
   * {@code offset} must be the ones that precede them when {@code length} is below 64.
   */
  static Hash128 finish(long[] lanes, byte[] bytes, int offset, int length, long total) {
    int at = offset;
    int end = offset + length;
    for (; end - at > BLOCK; at += BLOCK) {
      block(lanes, bytes, at);
    }
    stripes(lanes, bytes, at, (end - at - 1) / STRIPE);
    lastStripe(lanes, bytes, end - STRIPE);
    long low = merge(lanes, 11, total * P64_1);
    long high = merge(lanes, SECRET.length - STRIPE - 11, ~(total * P64_2));
    return new Hash128(high, low);
  }

  private static void stripes(long[] lanes, byte[] bytes, int offset, int count) {
    long a0 = lanes[0];
    long a1 = lanes[1];
    long a2 = lanes[2];
    long a3 = lanes[3];
    long a4 = lanes[4];
    long a5 = lanes[5];
    long a6 = lanes[6];
    long a7 = lanes[7];
    for (int stripe = 0; stripe < count; stripe++) {
      int at = offset + stripe * STRIPE;
      long d0 = (long) LONG.get(bytes, at);
      long d1 = (long) LONG.get(bytes, at + 8);
      long d2 = (long) LONG.get(bytes, at + 16);
      long d3 = (long) LONG.get(bytes, at + 24);
      long d4 = (long) LONG.get(bytes, at + 32);
      long d5 = (long) LONG.get(bytes, at + 40);
      long d6 = (long) LONG.get(bytes, at + 48);
      long d7 = (long) LONG.get(bytes, at + 56);
      a0 += d1 + product(d0 ^ SECRET_AT_0[stripe]);
      a1 += d0 + product(d1 ^ SECRET_AT_0[stripe + 1]);
      a2 += d3 + product(d2 ^ SECRET_AT_0[stripe + 2]);
      a3 += d2 + product(d3 ^ SECRET_AT_0[stripe + 3]);
      a4 += d5 + product(d4 ^ SECRET_AT_0[stripe + 4]);
      a5 += d4 + product(d5 ^ SECRET_AT_0[stripe + 5]);
      a6 += d7 + product(d6 ^ SECRET_AT_0[stripe + 6]);
      a7 += d6 + product(d7 ^ SECRET_AT_0[stripe + 7]);
    }
    lanes[0] = a0;
    lanes[1] = a1;
    lanes[2] = a2;
    lanes[3] = a3;
    lanes[4] = a4;
    lanes[5] = a5;
    lanes[6] = a6;
    lanes[7] = a7;
  }

  private static void lastStripe(long[] lanes, byte[] bytes, int at) {
    int secret = SECRET.length - STRIPE - 7;
    for (int i = 0; i < 8; i++) {
      long data = readLong(bytes, at + 8 * i);
      lanes[i ^ 1] += data;
      lanes[i] += product(data ^ readLong(SECRET, secret + 8 * i));
    }
  }

  private static long product(long key) {
    return (key & 0xFFFFFFFFL) * (key >>> 32);
  }

  private static long merge(long[] lanes, int secret, long start) {
    long result = start;
    for (int i = 0; i < 4; i++) {
      result +=
          fold(
              lanes[2 * i] ^ readLong(SECRET, secret + 16 * i),
              lanes[2 * i + 1] ^ readLong(SECRET, secret + 16 * i + 8));
    }
    return avalanche(result);
  }

  static long avalanche(long value) {
    long h = (value ^ value >>> 37) * MIX;
    return h ^ h >>> 32;
  }

  /** Upper 64 bits of the unsigned product. */
  static long high(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  static long fold(long a, long b) {
    return a * b ^ high(a, b);
  }

  static long readLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static int readInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  private static long[] secretLongs(int offset, int length) {
    long[] longs = new long[Math.min(length, SECRET.length - offset) / 8 + 8];
    for (int i = 0; i < longs.length && offset + 8 * i + 8 <= SECRET.length; i++) {
      longs[i] = readLong(SECRET, offset + 8 * i);
    }
    return longs;
  }
}

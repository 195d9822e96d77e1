package org.gristmill.common.hash;

import static org.gristmill.common.hash.Xxh3.P32_2;
import static org.gristmill.common.hash.Xxh3.P64_1;
import static org.gristmill.common.hash.Xxh3.P64_2;
import static org.gristmill.common.hash.Xxh3.P64_4;
import static org.gristmill.common.hash.Xxh3.SECRET;
import static org.gristmill.common.hash.Xxh3.avalanche;
import static org.gristmill.common.hash.Xxh3.fold;
import static org.gristmill.common.hash.Xxh3.high;
import static org.gristmill.common.hash.Xxh3.readInt;
import static org.gristmill.common.hash.Xxh3.readLong;

/** XXH3 with 128 bits for inputs of at most 240 bytes: one formula per class of lengths. */
final class Xxh3Short {
  private static final long MIX = 0x9FB21C651E98DF25L;

  private Xxh3Short() {}

  static Hash128 hash(byte[] bytes, int offset, int length) {
    if (length > 128) {
      return upTo240(bytes, offset, length);
    }
    if (length > 16) {
      return upTo128(bytes, offset, length);
    }
    if (length > 8) {
      return upTo16(bytes, offset, length);
    }
    if (length >= 4) {
      return upTo8(bytes, offset, length);
    }
    return length > 0 ? upTo3(bytes, offset, length) : empty();
  }

  private static Hash128 empty() {
    return new Hash128(Xxh64.avalanche(secretPair(80)), Xxh64.avalanche(secretPair(64)));
  }

  private static Hash128 upTo3(byte[] bytes, int offset, int length) {
    int first = bytes[offset] & 0xFF;
    int middle = bytes[offset + (length >> 1)] & 0xFF;
    int last = bytes[offset + length - 1] & 0xFF;
    int low = first << 16 | middle << 24 | last | length << 8;
    int high = Integer.rotateLeft(Integer.reverseBytes(low), 13);
    long flipLow = (readInt(SECRET, 0) ^ readInt(SECRET, 4)) & 0xFFFFFFFFL;
    long flipHigh = (readInt(SECRET, 8) ^ readInt(SECRET, 12)) & 0xFFFFFFFFL;
    return new Hash128(
        Xxh64.avalanche((high & 0xFFFFFFFFL) ^ flipHigh),
        Xxh64.avalanche((low & 0xFFFFFFFFL) ^ flipLow));
  }

  private static Hash128 upTo8(byte[] bytes, int offset, int length) {
    long head = readInt(bytes, offset) & 0xFFFFFFFFL;
    long tail = readInt(bytes, offset + length - 4) & 0xFFFFFFFFL;
    long keyed = (head + (tail << 32)) ^ secretPair(16);
    long factor = P64_1 + ((long) length << 2);
    long low = keyed * factor;
    long high = high(keyed, factor) + (low << 1);
    low ^= high >>> 3;
    low = (low ^ low >>> 35) * MIX;
    low ^= low >>> 28;
    return new Hash128(avalanche(high), low);
  }

  private static Hash128 upTo16(byte[] bytes, int offset, int length) {
    long head = readLong(bytes, offset);
    long tail = readLong(bytes, offset + length - 8);
    long keyed = head ^ tail ^ secretPair(32);
    long low = keyed * P64_1 + ((long) (length - 1) << 54);
    long high = high(keyed, P64_1);
    tail ^= secretPair(48);
    high += tail + (tail & 0xFFFFFFFFL) * (P32_2 - 1);
    low ^= Long.reverseBytes(high);
    return new Hash128(avalanche(high(low, P64_2) + high * P64_2), avalanche(low * P64_2));
  }

  private static Hash128 upTo128(byte[] bytes, int offset, int length) {
    int end = offset + length;
    long low = length * P64_1;
    long high = 0;
    for (int pair = (length - 1) / 32; pair >= 0; pair--) {
      int front = offset + 16 * pair;
      int back = end - 16 * (pair + 1);
      low = mix(low, bytes, front, back, 32 * pair);
      high = mix(high, bytes, back, front, 32 * pair + 16);
    }
    return close(low, high, length);
  }

  private static Hash128 upTo240(byte[] bytes, int offset, int length) {
    int end = offset + length;
    long low = length * P64_1;
    long high = 0;
    for (int i = 0; i < 128; i += 32) {
      low = mix(low, bytes, offset + i, offset + i + 16, i);
      high = mix(high, bytes, offset + i + 16, offset + i, i + 16);
    }
    low = avalanche(low);
    high = avalanche(high);
    for (int i = 128; i + 32 <= length; i += 32) {
      int secret = 3 + i - 128;
      low = mix(low, bytes, offset + i, offset + i + 16, secret);
      high = mix(high, bytes, offset + i + 16, offset + i, secret + 16);
    }
    int secret = 136 - 17 - 16;
    low = mix(low, bytes, end - 16, end - 32, secret);
    high = mix(high, bytes, end - 32, end - 16, secret + 16);
    return close(low, high, length);
  }

  /**
   * One half of the 32-byte step: folds the bytes at {@code mixed}, adds those at {@code other}.
   */
  private static long mix(long half, byte[] bytes, int mixed, int other, int secret) {
    long folded =
        fold(
            readLong(bytes, mixed) ^ readLong(SECRET, secret),
            readLong(bytes, mixed + 8) ^ readLong(SECRET, secret + 8));
    return (half + folded) ^ (readLong(bytes, other) + readLong(bytes, other + 8));
  }

  private static Hash128 close(long low, long high, long length) {
    long mixed = low * P64_1 + high * P64_4 + length * P64_2;
    return new Hash128(-avalanche(mixed), avalanche(low + high));
  }

  private static long secretPair(int at) {
    return readLong(SECRET, at) ^ readLong(SECRET, at + 8);
  }
}

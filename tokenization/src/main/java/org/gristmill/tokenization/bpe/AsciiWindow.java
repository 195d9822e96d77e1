package org.gristmill.tokenization.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The classes of the next 64 bytes as sets of places, a bit a byte, so that a few operations on
 * whole sets find all pieces that begin among them: what {@link AsciiPreTokenizer} works on.
 * Letters, digits, blanks and signs are told apart in ASCII alone; every other byte, and control
 * characters, are {@link #hard}, and nothing is said of them. The idea of working on sets of places
 * is that of simdjson (Langdale and Lemire, 2019). One thread at a time.
 */
final class AsciiWindow {
  /** Bytes a window shows. */
  static final int LENGTH = 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private long letters;
  private long digits;
  private long spaces;
  private long blanks;
  private long newlines;
  private long apostrophes;
  private long hard;

  /** Whether the 16 bytes from {@code start} are ASCII. */
  static boolean isAscii(byte[] utf8, int start) {
    return (((long) LONGS.get(utf8, start) | (long) LONGS.get(utf8, start + Long.BYTES)) & HIGH)
        == 0;
  }

  /** Shows the {@value #LENGTH} bytes from {@code start}, which must be there. */
  void read(byte[] utf8, int start) {
    long letterSet = 0;
    long digitSet = 0;
    long spaceSet = 0;
    long lineFeedSet = 0;
    long apostropheSet = 0;
    long rare = 0;
    for (int i = 0; i < LENGTH; i += Long.BYTES) {
      long bytes = (long) LONGS.get(utf8, start + i);
      long seven = bytes & ~HIGH;
      long lower = seven | 0x20 * ONES;
      long lineFeed = equal(seven, '\n');
      letterSet |= bits(atLeast(lower, 'a') & ~atLeast(lower, 'z' + 1)) << i;
      digitSet |= bits(atLeast(seven, '0') & ~atLeast(seven, '9' + 1)) << i;
      spaceSet |= bits(equal(seven, ' ')) << i;
      lineFeedSet |= bits(lineFeed) << i;
      apostropheSet |= bits(equal(seven, '\'')) << i;
      rare |= bytes | ~(atLeast(seven, ' ') | lineFeed) | atLeast(seven, 0x7F);
    }
    letters = letterSet;
    digits = digitSet;
    spaces = spaceSet;
    blanks = spaceSet | lineFeedSet;
    newlines = lineFeedSet;
    apostrophes = apostropheSet;
    hard = 0;
    if ((rare & HIGH) != 0) {
      readRare(utf8, start);
    }
  }

  private void readRare(byte[] utf8, int start) {
    long tabSet = 0;
    long returnSet = 0;
    long hardSet = 0;
    for (int i = 0; i < LENGTH; i += Long.BYTES) {
      long bytes = (long) LONGS.get(utf8, start + i);
      long seven = bytes & ~HIGH;
      long tab = atLeast(seven, '\t') & ~atLeast(seven, '\r' + 1);
      tabSet |= bits(tab) << i;
      returnSet |= bits(equal(seven, '\r')) << i;
      hardSet |= bits(bytes | ~(atLeast(seven, ' ') | tab) | atLeast(seven, 0x7F)) << i;
    }
    blanks |= tabSet;
    newlines |= returnSet;
    hard = hardSet;
  }

  /**
   * High bit of every byte that is {@code value} or more; what the other bits say means nothing.
   */
  private static long atLeast(long seven, int value) {
    return seven + (0x80 - value) * ONES;
  }

  /** High bit of every byte that equals {@code value}; what the other bits say means nothing. */
  private static long equal(long seven, int value) {
    return ~((seven ^ value * ONES) + 0x7F * ONES);
  }

  /** The high bits of the eight bytes, side by side. */
  private static long bits(long bytes) {
    return ((bytes & HIGH) * 0x0002040810204081L) >>> 56;
  }

  /** A to Z and a to z. */
  long letters() {
    return letters;
  }

  /** 0 to 9. */
  long digits() {
    return digits;
  }

  /** U+0020. */
  long spaces() {
    return spaces;
  }

  /** All white space: tab to carriage return, and U+0020. */
  long blanks() {
    return blanks;
  }

  /** Line feed and carriage return. */
  long newlines() {
    return newlines;
  }

  /** What is visible and neither letter nor digit. */
  long signs() {
    return ~(letters | digits | blanks);
  }

  /** The first signs of their runs, without those behind a space, which begins their piece. */
  long signStarts() {
    long signs = signs();
    return signs & ~(signs << 1) & ~(spaces << 1);
  }

  /**
   * The places up to the first apostrophe that begins a piece: a contraction may begin there too.
   */
  long toApostrophe() {
    return (Long.lowestOneBit(apostrophes & signStarts()) << 1) - 1;
  }

  /**
   * The places of which both they and the next one are told: all before the last, and before the
   * last one in front of anything but visible ASCII and white space.
   */
  long told() {
    return (Long.lowestOneBit(hard) - 1) >>> 1;
  }
}

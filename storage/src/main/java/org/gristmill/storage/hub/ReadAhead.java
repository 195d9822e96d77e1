package org.gristmill.storage.hub;

import java.io.IOException;

/**
 * Chooses how many bytes to ask for. Reads that go on where the last ones ended, or shortly behind,
 * get twice as many each time up to a limit, as long as what was asked for gets used; other reads
 * get what they need and little more. The end of a file is asked for at once, since that is where
 * Parquet files are read first. Thread-safe; one request at a time.
 */
final class ReadAhead {
  private static final int TAIL_SHARE = 512;
  private static final int TAIL_MIN = 1 << 19;
  private static final int TAIL_MAX = 8 << 20;
  // Read on instead of asking again, the time of a request is worth about as many bytes.
  static final int GAP = 1 << 19;

  /** How a file is going to be read. */
  enum Policy {
    /** From end to end. */
    SEQUENTIAL,
    /** Here and there. */
    RANDOM,
    /** Nobody knows. */
    ADAPTIVE
  }

  /** Ends of files that other readers have fetched. */
  interface Tails {
    byte[] get();

    void keep(byte[] tail);
  }

  private final ByteSource source;
  private final Tails tails;
  private final boolean sequential;
  private final int most;
  private final int least;
  private int size;
  private byte[] window = new byte[0];
  private long windowStart = -1;
  private long used;
  private byte[] tail = new byte[0];

  ReadAhead(ByteSource source, Tails tails, Policy policy, int most, int least) {
    this.source = source;
    this.tails = tails;
    this.sequential = policy == Policy.SEQUENTIAL;
    this.most = Math.max(most, least);
    this.least = least;
    this.size = sequential ? this.most : policy == Policy.RANDOM ? least : middle();
  }

  private int middle() {
    return (int) Math.sqrt((double) most * least);
  }

  /** Reads all of a part inside the file. */
  synchronized void read(long position, byte[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int copied = copy(position + done, target, offset + done, count - done);
      done += copied > 0 ? copied : fetch(position + done, target, offset + done, count - done);
    }
  }

  /** Bytes at a position that need no request. */
  synchronized int available(long position) {
    if (position >= windowStart && position < windowEnd()) {
      return (int) (windowEnd() - position);
    }
    boolean inTail = position >= source.length() - tail.length;
    return inTail ? (int) (source.length() - position) : 0;
  }

  private long windowEnd() {
    return windowStart + window.length;
  }

  /** Copies from what is held; 0 if the first byte is not. */
  private int copy(long position, byte[] target, int offset, int count) {
    if (position >= windowStart && position < windowEnd()) {
      int copied = (int) Math.min(count, windowEnd() - position);
      System.arraycopy(window, (int) (position - windowStart), target, offset, copied);
      used += copied;
      return copied;
    }
    long tailStart = source.length() - tail.length;
    if (position >= tailStart) {
      int copied = (int) Math.min(count, source.length() - position);
      System.arraycopy(tail, (int) (position - tailStart), target, offset, copied);
      return copied;
    }
    return 0;
  }

  /** Fetches what starts at a position; the bytes that went straight into the target. */
  private int fetch(long position, byte[] target, int offset, int count) throws IOException {
    boolean goesOn = windowStart >= 0 && position >= windowEnd() && position - windowEnd() <= GAP;
    if (!goesOn && !(sequential && position == 0) && fetchTail(position)) {
      return 0;
    }
    if (!sequential) {
      boolean wasted = used < window.length * 0.8;
      long wanted = !goesOn ? least : wasted ? size / 2 : 2L * Math.max(size, window.length);
      size = windowStart < 0 ? size : (int) Math.max(least, Math.min(most, wanted));
    }
    long left = source.length() - position;
    int asked = (int) Math.min(left, Math.min(most, Math.max(size, count)));
    window = source.read(new ByteRange(position, asked));
    windowStart = position;
    used = 0;
    return copy(position, target, offset, count);
  }

  /** How much of the end of a file is asked for at once. */
  static int tailBytes(long length) {
    long share = Math.min(TAIL_MAX, Math.max(TAIL_MIN, length / TAIL_SHARE));
    return (int) Math.min(length, share);
  }

  private boolean fetchTail(long position) throws IOException {
    long length = source.length();
    int bytes = tailBytes(length);
    if (position < length - bytes || tail.length > 0) {
      return false;
    }
    byte[] kept = tails.get();
    tail = kept.length == bytes ? kept : source.read(new ByteRange(length - bytes, bytes));
    tails.keep(tail);
    return true;
  }
}

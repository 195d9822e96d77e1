package org.gristmill.spark.source;

/** The mark that some programs put before UTF-8. */
final class ByteOrderMark {
  /** Bytes of the mark. */
  static final int LENGTH = 3;

  private ByteOrderMark() {}

  /** Length of the mark that some bytes begin with; 0 if there is none. */
  static int length(byte[] bytes, int count) {
    boolean marked =
        count >= LENGTH
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? LENGTH : 0;
  }
}

package org.gristmill.storage.hub;

/**
 * Bytes of a file.
 *
 * @param start offset of the first one
 * @param length how many, at least 1
 */
record ByteRange(long start, int length) {
  String header() {
    return "bytes=" + start + "-" + (end() - 1);
  }

  long end() {
    return start + length;
  }
}

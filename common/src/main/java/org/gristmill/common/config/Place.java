package org.gristmill.common.config;

/**
 * Where a value was written.
 *
 * @param source file name, or the words for another origin
 * @param line line in the file from 1, or 0 if the source has no lines
 */
record Place(String source, int line) {
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}

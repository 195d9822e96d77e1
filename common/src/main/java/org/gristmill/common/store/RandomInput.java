package org.gristmill.common.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for reading at any position. Reads are thread-safe and do not disturb each other. */
public interface RandomInput extends Closeable {
  /**
   * Length of the file when it was opened.
   *
   * @return bytes
   */
  long length();

  /**
   * Fills the rest of a buffer from a position of the file.
   *
   * @param position first byte to read
   * @param target buffer whose remaining bytes are filled; its position moves to its limit
   * @throws java.io.EOFException if the file ends before the buffer is full; the message names the
   *     file
   * @throws IOException if reading fails
   */
  void readFully(long position, ByteBuffer target) throws IOException;
}

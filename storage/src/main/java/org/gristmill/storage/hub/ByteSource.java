package org.gristmill.storage.hub;

import java.io.IOException;

/** Bytes of one file of known length. Thread-safe. */
interface ByteSource {
  /** Length of the file. */
  long length();

  /** Reads exactly the bytes of a range inside the file. */
  byte[] read(ByteRange range) throws IOException;
}

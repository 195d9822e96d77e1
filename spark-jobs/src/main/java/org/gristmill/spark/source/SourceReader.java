package org.gristmill.spark.source;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Slice;

/** Reads files of one format. Stateless and thread-safe; the same file gives the same calls. */
public interface SourceReader {
  /**
   * Reads one file, or a slice of it.
   *
   * <p>What is wrong with the file's content is rejected, never thrown; documents read before the
   * damage stay.
   *
   * @param store where the file lies
   * @param path the file
   * @param slice what to read: the row groups with their middle in it; formats without row groups
   *     take {@link Slice#WHOLE}
   * @param sink receives documents and rejections
   * @throws IOException if the file system fails, or the sink does
   */
  void read(Store store, String path, Slice slice, SourceSink sink) throws IOException;
}

package org.gristmill.spark.source;

import java.io.IOException;
import org.gristmill.common.store.Store;

/** Reads files of one format. Stateless and thread-safe; the same file gives the same calls. */
public interface SourceReader {
  /**
   * Reads one file, or a range of its row groups.
   *
   * <p>What is wrong with the file's content is rejected, never thrown; documents read before the
   * damage stay.
   *
   * @param store where the file lies
   * @param path the file
   * @param groups row groups to read; formats without row groups take {@link GroupRange#ALL}
   * @param sink receives documents and rejections
   * @throws IOException if the file system fails, or the sink does
   */
  void read(Store store, String path, GroupRange groups, SourceSink sink) throws IOException;
}

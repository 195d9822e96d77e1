package org.gristmill.spark.source;

import java.io.IOException;

/** Receives what a reader finds, in ascending row order. */
public interface SourceSink {
  /**
   * Takes one document.
   *
   * @throws IOException if it cannot be passed on
   */
  void document(SourceDocument document) throws IOException;

  /**
   * Takes one row or file that became no document.
   *
   * @throws IOException if it cannot be passed on
   */
  void reject(Rejection rejection) throws IOException;
}

package org.gristmill.common.recipe;

import java.util.Map;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Reading of sources.
 *
 * @param unitBytes size up to which small inputs are grouped into one unit of work, bytes; default
 *     32 MiB
 * @param sliceBytes size above which a Parquet file is cut into units of about equal size, by row
 *     groups, bytes; default 512 MiB
 * @param maxDocumentBytes documents with more UTF-8 bytes go to quarantine; default 16 MiB
 * @param maxBadRowsFraction share of undecodable rows above which ingest stops, 0 to 1; default
 *     0.001
 * @param maxBadFiles number of unreadable files above which ingest stops; default 0
 */
public record IngestOptions(
    @Default("33554432") long unitBytes,
    @Default("536870912") long sliceBytes,
    @Default("16777216") long maxDocumentBytes,
    @Default("0.001") double maxBadRowsFraction,
    @Default("0") long maxBadFiles) {
  /** Checks the ranges. */
  public IngestOptions {
    Check.atLeast("unit_bytes", unitBytes, 1);
    Check.atLeast("slice_bytes", sliceBytes, 4096);
    Check.range("max_document_bytes", maxDocumentBytes, 1, 1L << 30);
    Check.fraction("max_bad_rows_fraction", maxBadRowsFraction);
    Check.atLeast("max_bad_files", maxBadFiles, 0);
  }

  /**
   * What of this section takes part in fingerprints: all but {@code slice_bytes}. It cuts work, not
   * documents, and a unit that is cut names its slice.
   *
   * @return values by key
   */
  public Map<String, Object> fingerprinted() {
    return Map.of(
        "unit_bytes", unitBytes,
        "max_document_bytes", maxDocumentBytes,
        "max_bad_rows_fraction", maxBadRowsFraction,
        "max_bad_files", maxBadFiles);
  }
}

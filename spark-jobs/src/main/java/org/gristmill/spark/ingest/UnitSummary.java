package org.gristmill.spark.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.WorkDirectory;

/**
 * The counts of a finished unit, as its {@code unit.json} tells them.
 *
 * @param fingerprint fingerprint of the unit
 * @param documents rows of its document table
 * @param textBytes bytes of their texts
 * @param rejected rejected rows by reason
 * @param badFiles files that could not be read, or not to their end
 * @param firstProblem the first rejection in words, empty if there is none
 */
public record UnitSummary(
    String fingerprint,
    long documents,
    long textBytes,
    TreeMap<String, Long> rejected,
    long badFiles,
    String firstProblem)
    implements Serializable {
  static final String DOCUMENTS = "documents.out";
  static final String TEXT_BYTES = "textBytes";
  static final String REJECTED = "rejected.";
  static final String BAD_FILES = "badFiles";
  static final String FIRST_PROBLEM = "firstProblem";

  /** Rows that were rejected. */
  public long badRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  static String path(String fingerprint) {
    return WorkDirectory.unitDirectory(fingerprint) + "/" + WorkDirectory.UNIT;
  }

  /**
   * Reads a unit's counts.
   *
   * @return empty if the unit is not complete
   * @throws org.gristmill.common.CorruptDataException if the file is damaged
   * @throws IOException if the store cannot read it
   */
  public static Optional<UnitSummary> read(Store work, String fingerprint) throws IOException {
    return Manifest.read(work, path(fingerprint)).map(UnitSummary::of);
  }

  static UnitSummary of(Manifest unit) {
    TreeMap<String, Long> rejected = new TreeMap<>();
    unit.counts()
        .forEach(
            (name, count) -> {
              if (name.startsWith(REJECTED)) {
                rejected.put(name.substring(REJECTED.length()), count);
              }
            });
    return new UnitSummary(
        unit.fingerprint(),
        unit.count(DOCUMENTS),
        unit.count(TEXT_BYTES),
        rejected,
        unit.count(BAD_FILES),
        unit.detail(FIRST_PROBLEM).map(ConfigTree::asText).orElse(""));
  }
}

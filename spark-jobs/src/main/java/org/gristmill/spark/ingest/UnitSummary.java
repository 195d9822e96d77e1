package org.gristmill.spark.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Unit;
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

  /**
   * Files that could not be read, or not to their end; one that is cut into slices counts once.
   *
   * @param units the units
   * @param summaries their counts, in the same order
   * @return files
   */
  public static long badFiles(List<Unit> units, List<UnitSummary> summaries) {
    long badFiles = 0;
    Set<String> sliced = new HashSet<>();
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      long bad = summaries.get(i).badFiles();
      if (unit.slice().isWhole()) {
        badFiles += bad;
      } else if (bad > 0) {
        sliced.add(unit.settings().fingerprint() + unit.inputs().get(0).identity());
      }
    }
    return badFiles + sliced.size();
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

package org.gristmill.spark.document;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import org.gristmill.common.store.FileDigest;

/**
 * Counts of the decisions about a unit.
 *
 * @param unit fingerprint of the unit
 * @param documents decided documents
 * @param kept kept ones
 * @param dropped dropped ones by reason
 * @param strata kept ones by stratum, where the stage places them
 * @param fileBytes length of the decisions' file
 * @param fileXxh64 its checksum
 */
public record DecisionSummary(
    String unit,
    long documents,
    long kept,
    TreeMap<String, Long> dropped,
    TreeMap<String, Long> strata,
    long fileBytes,
    long fileXxh64)
    implements Serializable {

  /** Counts decisions. */
  public static DecisionSummary of(String unit, List<Decision> decisions, FileDigest file) {
    long kept = 0;
    TreeMap<String, Long> dropped = new TreeMap<>();
    TreeMap<String, Long> strata = new TreeMap<>();
    for (Decision decision : decisions) {
      if (decision.keep()) {
        kept++;
        if (!decision.stratum().isEmpty()) {
          strata.merge(decision.stratum(), 1L, Long::sum);
        }
      } else {
        dropped.merge(decision.reason(), 1L, Long::sum);
      }
    }
    return new DecisionSummary(
        unit, decisions.size(), kept, dropped, strata, file.bytes(), file.xxh64());
  }

  /** Length and checksum of the decisions' file. */
  public FileDigest file() {
    return new FileDigest(fileBytes, fileXxh64);
  }
}

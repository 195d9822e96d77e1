package org.gristmill.spark.tokenize;

import java.io.Serializable;
import org.gristmill.tokenization.store.TokenStore;

/**
 * One part of a run that is to be written.
 *
 * @param ordinal its number among all parts of the job
 * @param group the task that writes it; tasks write several small parts one after the other
 * @param kind {@link TokenStore#TOKENS} or {@link TokenStore#VALIDATION}
 * @param stratum stratum path
 * @param run number of the run
 * @param part number of the part
 */
record PartSpec(int ordinal, int group, String kind, String stratum, int run, int part)
    implements Serializable {
  /** Path without extension below the work directory. */
  String path(String directory) {
    return TokenStore.partPath(directory, kind, stratum, run, part);
  }

  /** Where the record of the finished part lies. */
  String recordPath(String directory) {
    return TokenStore.partPath(directory + "/progress", kind, stratum, run, part) + ".json";
  }
}

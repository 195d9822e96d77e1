package org.gristmill.mixing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stock of every stratum of a token store, in stratum order.
 *
 * @param stocks stock by stratum; unmodifiable
 */
public record Inventory(SortedMap<Stratum, StratumStock> stocks) {

  /** Copies the map. */
  public Inventory {
    stocks = Collections.unmodifiableSortedMap(new TreeMap<>(stocks));
  }

  /** Training tokens of all strata together. */
  public long trainingTokens() {
    return stocks.values().stream().mapToLong(StratumStock::trainingTokens).sum();
  }
}

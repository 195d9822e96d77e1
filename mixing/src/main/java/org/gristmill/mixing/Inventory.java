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

  /** Starts an empty inventory. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what a token store counts. Not thread-safe. */
  public static final class Builder {
    private final SortedMap<Stratum, StratumStock> stocks = new TreeMap<>();

    private Builder() {}

    /**
     * Adds a stratum. Its documents are held out with its tokens: those of the training tokens are
     * taken in proportion.
     *
     * @param stratum path of the stratum
     * @param trainingTokens tokens that may be trained on
     * @param validationTokens tokens held out
     * @param documents all its documents
     * @return this
     * @throws org.gristmill.common.ConfigException if the path is no stratum's or a count negative
     */
    public Builder add(String stratum, long trainingTokens, long validationTokens, long documents) {
      double share =
          trainingTokens == 0 ? 0 : (double) trainingTokens / (trainingTokens + validationTokens);
      stocks.put(
          Stratum.parse(stratum),
          new StratumStock(trainingTokens, Math.round(documents * share), validationTokens));
      return this;
    }

    /** The inventory. */
    public Inventory build() {
      return new Inventory(stocks);
    }
  }

  /** Training tokens of all strata together. */
  public long trainingTokens() {
    return stocks.values().stream().mapToLong(StratumStock::trainingTokens).sum();
  }
}

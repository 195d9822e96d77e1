package org.gristmill.cli;

import java.io.IOException;
import java.util.TreeMap;
import org.gristmill.common.store.Store;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.Stratum;
import org.gristmill.mixing.StratumStock;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;

/** Counts what a token store holds. */
final class TokenInventory {

  private TokenInventory() {}

  /**
   * Reads headers and sparse indexes, no tokens.
   *
   * @param directory a tokenize directory
   * @param validationFraction share of keys that is held out
   */
  static Inventory read(Store store, String directory, double validationFraction)
      throws IOException {
    TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
    try (TokenStore tokens = TokenStore.open(store, directory)) {
      for (StratumTokens stratum : tokens.strata().values()) {
        stocks.put(
            Stratum.parse(stratum.name()),
            new StratumStock(
                stratum.trainingTokens(validationFraction),
                stratum.documents(),
                stratum.validationTokens(validationFraction)));
      }
    }
    return new Inventory(stocks);
  }
}

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
   * Reads headers and sparse indexes, no tokens. Documents are those of the training tokens, taken
   * as a stratum's documents in proportion to its tokens.
   *
   * @param directory a tokenize directory
   * @param validationFraction share of keys that is held out
   */
  static Inventory read(Store store, String directory, double validationFraction)
      throws IOException {
    TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
    try (TokenStore tokens = TokenStore.open(store, directory)) {
      for (StratumTokens stratum : tokens.strata().values()) {
        long training = stratum.trainingTokens(validationFraction);
        long validation = stratum.validationTokens(validationFraction);
        double share = training == 0 ? 0 : (double) training / (training + validation);
        stocks.put(
            Stratum.parse(stratum.name()),
            new StratumStock(training, Math.round(stratum.documents() * share), validation));
      }
    }
    return new Inventory(stocks);
  }
}

package org.gristmill.spark.mix;

import java.io.IOException;
import java.util.TreeMap;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.Stratum;
import org.gristmill.mixing.StratumStock;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;

/** Reads from a token store what a mixture is planned against; opens sparse indexes only. */
public final class StoreInventory {
  private StoreInventory() {}

  /**
   * The stock of every stratum. Documents are those of the training tokens, taken as the stratum's
   * documents in proportion to its tokens.
   *
   * @param validationFraction share of keys held out
   * @throws IOException if an index cannot be read
   */
  public static Inventory of(TokenStore store, double validationFraction) throws IOException {
    TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
    for (StratumTokens stratum : store.strata().values()) {
      long training = stratum.trainingTokens(validationFraction);
      long validation = stratum.validationTokens(validationFraction);
      double share = training == 0 ? 0 : (double) training / (training + validation);
      stocks.put(
          Stratum.parse(stratum.name()),
          new StratumStock(training, Math.round(stratum.documents() * share), validation));
    }
    return new Inventory(stocks);
  }
}

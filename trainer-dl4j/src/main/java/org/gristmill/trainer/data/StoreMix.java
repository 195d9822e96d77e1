package org.gristmill.trainer.data;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.store.Store;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.MixPlan;
import org.gristmill.mixing.MixPlanner;
import org.gristmill.mixing.Mixture;
import org.gristmill.mixing.Stratum;
import org.gristmill.mixing.StratumPlan;
import org.gristmill.mixing.StratumStock;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;

/** Plans a mix over a token store for training without a recipe. */
public final class StoreMix {

  private static final String END_OF_DOCUMENT = "<|endoftext|>";

  private StoreMix() {}

  /**
   * Budgets per stratum, exact to the token.
   *
   * @param store a tokenize directory
   * @param weights content of a mixture file
   * @param tokenizerJson tokenizer the store was made with
   * @throws ConfigException if the mixture does not fit the store
   */
  public static MixSpec plan(
      Store store, ConfigTree weights, MixOptions options, byte[] tokenizerJson)
      throws IOException {
    MixPlan plan =
        MixPlanner.plan(Mixture.parse(weights), inventory(store, options.validationFraction()));
    Tokenizer tokenizer = Tokenizers.parse(tokenizerJson);
    OptionalInt end = tokenizer.specialTokenId(END_OF_DOCUMENT);
    if (end.isEmpty()) {
      throw new ConfigException(
          "Cannot pad rows: the tokenizer has no "
              + END_OF_DOCUMENT
              + "; expected one that has it");
    }
    MixSpec.Builder spec =
        MixSpec.builder()
            .sequenceLength(options.sequenceLength())
            .windowRows(options.windowRows())
            .seed(options.seed())
            .packing(CanonicalJson.of(options.packing()).replace("\"", ""))
            .validationFraction(options.validationFraction())
            .tokenizer(tokenizer.fingerprint(), tokenizer.vocabularySize(), end.getAsInt())
            .specialToken(END_OF_DOCUMENT, end.getAsInt());
    for (StratumPlan stratum : plan.strata()) {
      spec.stratum(stratum.stratum().path(), stratum.budget());
    }
    return spec.build();
  }

  private static Inventory inventory(Store store, double validationFraction) throws IOException {
    TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
    try (TokenStore tokens = TokenStore.open(store, "")) {
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

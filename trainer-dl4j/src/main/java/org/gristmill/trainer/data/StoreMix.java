package org.gristmill.trainer.data;

import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.WorkDirectory;
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

  /** What ends documents of a store without a manifest. */
  private static final String END_OF_DOCUMENT = "<|endoftext|>";

  private StoreMix() {}

  /**
   * Budgets per stratum, exact to the token.
   *
   * @param store a tokenize directory
   * @param weights content of a mixture file
   * @param tokenizerJson tokenizer of the store; needed where the store has no manifest
   * @throws ConfigException if the mixture does not fit the store, or its tokenizer is not known
   */
  public static MixSpec plan(
      Store store, ConfigTree weights, MixOptions options, Optional<byte[]> tokenizerJson)
      throws IOException {
    MixPlan plan =
        MixPlanner.plan(Mixture.parse(weights), inventory(store, options.validationFraction()));
    Vocabulary vocabulary = vocabulary(store, tokenizerJson);
    MixSpec.Builder spec =
        MixSpec.builder()
            .sequenceLength(options.sequenceLength())
            .windowRows(options.windowRows())
            .seed(options.seed())
            .packing(CanonicalJson.of(options.packing()).replace("\"", ""))
            .validationFraction(options.validationFraction())
            .tokenizer(vocabulary.fingerprint(), vocabulary.size(), vocabulary.end())
            .specialToken(vocabulary.endOfDocument(), vocabulary.end());
    for (StratumPlan stratum : plan.strata()) {
      spec.stratum(stratum.stratum().path(), stratum.budget());
    }
    return spec.build();
  }

  /** What a mix says of the tokenizer: the stage's manifest knows, else the tokenizer itself. */
  private record Vocabulary(String fingerprint, int size, String endOfDocument, int end) {}

  private static Vocabulary vocabulary(Store store, Optional<byte[]> tokenizerJson)
      throws IOException {
    Optional<Manifest> manifest = Manifest.read(store, WorkDirectory.MANIFEST);
    if (manifest.isPresent()) {
      ConfigTree details = manifest.get().tree().at("details");
      return new Vocabulary(
          details.at("tokenizer").asText(),
          Math.toIntExact(details.at("vocabularySize").asLong()),
          manifest.get().tree().at("config").at("end_of_document").asText(),
          Math.toIntExact(details.at("endOfDocument").asLong()));
    }
    byte[] json =
        tokenizerJson.orElseThrow(
            () ->
                new ConfigException(
                    "Cannot mix tokens of "
                        + store.root()
                        + ": it has no "
                        + WorkDirectory.MANIFEST
                        + "; expected --tokenizer FILE as well"));
    Tokenizer tokenizer = Tokenizers.parse(json);
    int end =
        tokenizer
            .specialTokenId(END_OF_DOCUMENT)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot pad rows: the tokenizer has no "
                            + END_OF_DOCUMENT
                            + "; expected one that has it"));
    return new Vocabulary(
        tokenizer.fingerprint(), tokenizer.vocabularySize(), END_OF_DOCUMENT, end);
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

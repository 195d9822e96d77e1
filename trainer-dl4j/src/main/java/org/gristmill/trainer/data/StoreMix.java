package org.gristmill.trainer.data;

import java.io.IOException;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.mixing.Inventory;
import org.gristmill.mixing.MixPlan;
import org.gristmill.mixing.MixPlanner;
import org.gristmill.mixing.Mixture;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
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
    Inventory.Builder inventory = Inventory.builder();
    MixSpec.Builder spec = MixSpec.builder().options(options);
    try (TokenStore tokens = TokenStore.open(store, "")) {
      tokens.stocks(options.validationFraction(), inventory::add);
      MixPlan plan = MixPlanner.plan(Mixture.parse(weights), inventory.build());
      spec.strata(plan.budgets(), tokens);
    }
    Optional<Manifest> manifest = Manifest.read(store, WorkDirectory.MANIFEST);
    if (manifest.isPresent()) {
      return spec.tokenizerOf(manifest.get()).build();
    }
    Tokenizer tokenizer = Tokenizers.parse(tokenizerJson.orElseThrow(() -> unknown(store)));
    int end =
        tokenizer
            .specialTokenId(END_OF_DOCUMENT)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot pad rows: the tokenizer has no "
                            + END_OF_DOCUMENT
                            + "; expected one that has it"));
    return spec.tokenizer(tokenizer.fingerprint(), tokenizer.vocabularySize(), end)
        .specialToken(END_OF_DOCUMENT, end)
        .build();
  }

  private static ConfigException unknown(Store store) {
    return new ConfigException(
        "Cannot mix tokens of "
            + store.root()
            + ": it has no "
            + WorkDirectory.MANIFEST
            + "; expected --tokenizer FILE as well");
  }
}

package org.gristmill.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.recipe.MixOptions;
import org.gristmill.common.recipe.Packing;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMixTest {

  private static final MixOptions OPTIONS = new MixOptions(32, 0, 16, 8000, Packing.CONCAT, 0.1);

  @TempDir Path folder;

  @Test
  void takesTheTokenizerFromTheManifestOfTheStore() throws Exception {
    try (Store store = tokens()) {
      ManifestBuilder manifest = Manifest.builder(Stage.TOKENIZE, "0123456789ab");
      for (FileInfo file : store.list(TokenStore.TOKENS)) {
        manifest.file(file.path(), new FileDigest(file.bytes(), 0));
      }
      manifest
          .config(Map.of("end_of_document", "</s>"))
          .detail("tokenizer", "of the manifest")
          .detail("vocabularySize", 301)
          .detail("endOfDocument", 300)
          .build()
          .write(store, WorkDirectory.MANIFEST);
      MixSpec spec = StoreMix.plan(store, weights(), OPTIONS, Optional.empty());
      assertThat(spec)
          .isEqualTo(
              MixSpec.builder()
                  .stratum(SmallStore.STRATA.get(0), spec.strata().get(0).tokens())
                  .stratum(SmallStore.STRATA.get(1), spec.strata().get(1).tokens())
                  .sequenceLength(32)
                  .windowRows(16)
                  .validationFraction(0.1)
                  .shardBytes(8000)
                  .tokenizer("of the manifest", 301, 300)
                  .specialToken("</s>", 300)
                  .build());
    }
  }

  @Test
  void asksTheTokenizerWhereTheStoreHasNoManifest() throws Exception {
    try (Store store = tokens()) {
      byte[] json = SmallStore.tokenizer();
      MixSpec spec = StoreMix.plan(store, weights(), OPTIONS, Optional.of(json));
      assertThat(spec.tokenizerFingerprint()).isEqualTo(Tokenizers.parse(json).fingerprint());
      assertThatThrownBy(() -> StoreMix.plan(store, weights(), OPTIONS, Optional.empty()))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("Cannot mix tokens of ")
          .hasMessageEndingWith("it has no manifest.json; expected --tokenizer FILE as well");
    }
  }

  @Test
  void takesDocumentsAtTheirMeanLengthWhateverIsHeldOut() throws Exception {
    ConfigTree documents =
        YamlConfig.parse(
            "weights.yaml", "tokens: 2000\nweights: {'en/**': {documents: 40}, 'zh/**': 1}\n");
    try (Store store = tokens();
        TokenStore open = TokenStore.open(store, "")) {
      StratumTokens english = open.stratum(SmallStore.STRATA.get(0));
      long all = english.trainingTokens(0.1) + english.validationTokens(0.1);
      MixSpec spec = StoreMix.plan(store, documents, OPTIONS, Optional.of(SmallStore.tokenizer()));
      assertThat((double) spec.strata().get(0).tokens())
          .isCloseTo(40.0 * all / english.documents(), Offset.offset(4.0));
    }
  }

  private Store tokens() throws Exception {
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      SmallStore.write(store, 1000);
    }
    return Stores.open(folder.resolve(SmallStore.TOKENS).toString(), Map.of());
  }

  private static ConfigTree weights() {
    return YamlConfig.parse("weights.yaml", "tokens: 500\nweights: {'**': 1}\n");
  }
}

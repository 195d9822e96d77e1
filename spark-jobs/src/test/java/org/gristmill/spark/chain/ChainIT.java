package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.text.Language;
import org.gristmill.spark.text.TextMeter;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainIT {
  @TempDir Path folder;

  private Bench bench() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(1, 120));
    Corpus.parquet(bench.input("b.parquet"), Corpus.texts(2, 80));
    Corpus.jar(bench.input("c.jar"), 40, 3);
    return bench;
  }

  @Test
  void runsEveryStageAndThenHasNothingToDo() throws IOException {
    Bench bench = bench();
    assertThat(bench.run())
        .containsExactly(
            Stage.INGEST, Stage.DEDUP, Stage.VOCABULARY, Stage.BUCKET, Stage.TOKENIZE, Stage.MIX);
    assertThat(bench.run()).isEmpty();
    Manifest mix = bench.manifest(Stage.MIX);
    assertThat(mix.count("tokens.taken")).isEqualTo(20_000);
    assertThat(mix.count("tokens.delivered") + mix.count("tokens.cropped")).isEqualTo(20_000);
    assertThat(mix.count("rows") * 33)
        .isEqualTo(mix.count("tokens.delivered") + mix.count("padded"));
    assertThat(mix.count("validation.rows")).isPositive();
    assertThat(bench.lines).contains("mix         up to date");
  }

  @Test
  void everyDocumentOfTheTokenStoreDecodesToItsText() throws IOException {
    Bench bench = bench();
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE);
    Tokenizer tokenizer =
        Tokenizers.parse(
            Files.readAllBytes(bench.only(Stage.VOCABULARY).resolve("tokenizer.json")));
    long documents = 0;
    try (Store store = Stores.open(bench.only(Stage.TOKENIZE).toString(), Map.of());
        TokenStore tokens = TokenStore.open(store, "")) {
      for (StratumTokens stratum : tokens.strata().values()) {
        for (TokenPart part : stratum.runs().get(0).parts()) {
          for (int i = 0; i < part.sparse().documents(); i++) {
            int[] ids = part.document(i);
            assertThat(ids[ids.length - 1]).isZero();
            byte[] text = tokenizer.decode(ids, 0, ids.length - 1);
            assertThat(part.documentId(i)).isEqualTo(DocumentId.ofText(text, 0, text.length));
            TextMeter meter = new TextMeter();
            meter.measure(text, 0, text.length);
            int length = meter.characters() * (meter.language() == Language.ZH ? 3 : 1);
            String tier = length < 500 ? "short" : "long";
            assertThat(stratum.name())
                .startsWith(meter.language().slug() + "/")
                .endsWith("/" + tier + "/all");
            documents++;
          }
        }
      }
    }
    assertThat(documents)
        .isEqualTo(bench.manifest(Stage.BUCKET).count("documents.out"))
        .isGreaterThan(250);
  }
}

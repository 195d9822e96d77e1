package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Special tokens that stand in texts, as the recipe wants them. */
class SpecialTokensIT {
  private static final String AS_TOKENS = "tokenizer.special_tokens_in_text=as_tokens";
  private static final int DOCUMENTS = 30;

  @TempDir private Path folder;

  private Bench bench(String name) throws IOException {
    Bench bench = new Bench(folder.resolve(name));
    List<String> texts = new ArrayList<>();
    for (String text : Corpus.texts(3, DOCUMENTS)) {
      texts.add(text + " <|endoftext|> " + text);
    }
    Corpus.jsonl(bench.input("a.jsonl"), texts);
    return bench;
  }

  /** How often the token that ends documents, the first of the vocabulary, stands in each. */
  private static List<Integer> ends(Path directory) throws IOException {
    List<Integer> ends = new ArrayList<>();
    try (Store store = Stores.open(directory.toString(), Map.of());
        TokenStore tokens = TokenStore.open(store, "")) {
      for (StratumTokens stratum : tokens.strata().values()) {
        for (TokenRun run : stratum.runs()) {
          for (TokenPart part : run.parts()) {
            for (int d = 0; d < part.sparse().documents(); d++) {
              int count = 0;
              for (int id : part.document(d)) {
                count += id == 0 ? 1 : 0;
              }
              ends.add(count);
            }
          }
        }
      }
    }
    return ends;
  }

  @Test
  void theyAreTextUnlessTheRecipeSaysOtherwiseAndTokensOfOneAreNotTakenForTheOther()
      throws IOException {
    Bench bench = bench("a");
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE);
    Path asText = bench.only(Stage.TOKENIZE);
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, AS_TOKENS);
    Path asTokens =
        bench.directories(Stage.TOKENIZE).stream()
            .filter(directory -> !directory.equals(asText))
            .findFirst()
            .orElseThrow();

    assertThat(ends(asText)).isNotEmpty().containsOnly(1);
    assertThat(ends(asTokens)).hasSameSizeAs(ends(asText)).containsOnly(2);
    assertThat(bench.manifest(asTokens).count("documents.moved")).isZero();
  }
}

package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.SparkSessions;
import org.gristmill.spark.job.Partitions;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.StratumTokens;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenRun;
import org.gristmill.tokenization.store.TokenStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents rearranged for filling in the middle, in the tokenize stage. */
class FillInMiddleIT {
  private static final String SPECIALS =
      "tokenizer.train.special_tokens="
          + "['<|endoftext|>', '<|fim_prefix|>', '<|fim_middle|>', '<|fim_suffix|>']";
  private static final String RULES =
      "tokenizer.fim=[{strata: '**', rate: 0}, {strata: 'en/**', rate: 0.5, spm_rate: 0.4}]";

  @TempDir private Path folder;

  @AfterEach
  void forgetPartitions() {
    SparkSessions.shared().conf().unset(Partitions.SETTING);
  }

  private Bench bench(String name) throws IOException {
    Bench bench = new Bench(folder.resolve(name));
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(7, 160));
    return bench;
  }

  private static void run(Bench bench, String... overrides) throws IOException {
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, overrides);
  }

  @Test
  void theChosenShareOfTheNamedStrataIsRearrangedAndNothingIsLost() throws IOException {
    Bench bench = bench("a");
    run(bench, SPECIALS, RULES);
    Tokenizer tokenizer =
        Tokenizers.parse(
            Files.readAllBytes(bench.only(Stage.VOCABULARY).resolve("tokenizer.json")));
    Map<DocumentId, String> texts = new HashMap<>();
    for (String text : Corpus.texts(7, 160)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      texts.put(DocumentId.ofText(utf8, 0, utf8.length), text);
    }
    int[] counts = new int[4];
    try (Store store = Stores.open(bench.only(Stage.TOKENIZE).toString(), Map.of());
        TokenStore tokens = TokenStore.open(store, "")) {
      for (StratumTokens stratum : tokens.strata().values()) {
        for (TokenRun run : stratum.runs()) {
          for (TokenPart part : run.parts()) {
            for (int d = 0; d < part.sparse().documents(); d++) {
              String text = texts.remove(part.documentId(d));
              Form form = Form.of(tokenizer, part.document(d));
              assertThat(form.text).isEqualTo(text);
              boolean english = stratum.name().startsWith("en/");
              assertThat(english || form.kind == 0).isTrue();
              counts[english ? 1 + form.kind : 0]++;
            }
          }
        }
      }
    }
    assertThat(counts[0] + counts[1] + counts[2] + counts[3]).isGreaterThan(140);
    assertThat(counts[1]).isBetween(25, 55);
    assertThat(counts[2]).isBetween(10, 40);
    assertThat(counts[3]).isBetween(5, 30);
  }

  /** A document put back in order; kind 0 as it was, 1 prefix first, 2 suffix first. */
  private record Form(int kind, String text) {
    static Form of(Tokenizer tokenizer, int[] ids) {
      List<Integer> all = Arrays.stream(ids).boxed().toList();
      int suffix = all.indexOf(tokenizer.specialTokenId("<|fim_suffix|>").orElseThrow());
      int middle = all.indexOf(tokenizer.specialTokenId("<|fim_middle|>").orElseThrow());
      int end = ids.length - 1;
      assertThat(ids[end]).isEqualTo(tokenizer.specialTokenId("<|endoftext|>").orElseThrow());
      if (suffix < 0) {
        return new Form(0, text(tokenizer, ids, 0, end));
      }
      assertThat(ids[0]).isEqualTo(tokenizer.specialTokenId("<|fim_prefix|>").orElseThrow());
      String last = text(tokenizer, ids, suffix + 1, middle);
      String first = text(tokenizer, ids, middle + 1, end);
      return suffix == 1 && first.length() + last.length() > 0 && middle > 1
          ? new Form(2, first + last)
          : new Form(1, text(tokenizer, ids, 1, suffix) + first + last);
    }

    private static String text(Tokenizer tokenizer, int[] ids, int from, int to) {
      return new String(tokenizer.decode(ids, from, to - from), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theNumberOfPartitionsChangesNothing() throws IOException {
    Map<String, String> first = null;
    for (String partitions : List.of("1", "5")) {
      Bench bench = bench(partitions);
      SparkSessions.shared().conf().set(Partitions.SETTING, partitions);
      run(bench, SPECIALS, RULES);
      first = first == null ? bench.bytes() : first;
      assertThat(bench.bytes()).isEqualTo(first);
    }
  }

  @Test
  void aNewRuleEncodesWhatItRearrangesAndMovesTheRest() throws IOException {
    Bench bench = bench("grown");
    run(bench, SPECIALS);
    Path plain = bench.only(Stage.TOKENIZE);
    run(bench, SPECIALS, RULES);
    Path ruled =
        bench.directories(Stage.TOKENIZE).stream()
            .filter(directory -> !directory.equals(plain))
            .findFirst()
            .orElseThrow();
    Bench scratch = bench("scratch");
    run(scratch, SPECIALS, RULES);
    assertThat(Bench.hashes(ruled.resolve("tokens"), path -> true))
        .isEqualTo(Bench.hashes(scratch.only(Stage.TOKENIZE).resolve("tokens"), path -> true));
    long encoded = bench.manifest(ruled).count("documents.encoded");
    assertThat(encoded).isBetween(20L, 60L);
    assertThat(bench.manifest(ruled).count("documents.moved"))
        .isEqualTo(bench.manifest(plain).count("documents.out") - encoded);
  }

  @Test
  void aPatternThatMatchesNothingIsRefused() throws IOException {
    assertThatThrownBy(
            () -> run(bench("b"), SPECIALS, "tokenizer.fim=[{strata: 'fr/**', rate: 1}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot rearrange documents of fr/** (tokenizer.fim): the pattern matches no stratum;"
                + " expected one of en/web/long/all, en/web/short/all, zh/web/long/all,"
                + " zh/web/short/all");
  }
}

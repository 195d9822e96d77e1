package org.gristmill.common.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;

/** Recipes: defaults, every key, and everything that cannot be. */
class RecipeTest {
  private static final String MINIMAL =
      """
      name: x
      sources:
        - {name: web, format: jsonl, path: a.jsonl, domain: web}
      tokenizer: {train: {}}
      mixture: {tokens: 10, weights: {'**': 1}}
      """;

  private static Recipe read(String text) {
    return YamlConfig.parse("r.yaml", text).as(Recipe.class);
  }

  @Test
  void recordsItsDefaults() {
    Recipe recipe = read(MINIMAL + "train: {preset: tiny, steps: 5, samples: [{prompt: ''}]}\n");
    assertThat(recipe.ingest())
        .isEqualTo(new IngestOptions(32 << 20, 512 << 20, 16 << 20, 0.001, 0));
    assertThat(recipe.dedup()).isEqualTo(new DedupOptions(true));
    assertThat(recipe.tokenizer().endOfDocument()).isEqualTo("<|endoftext|>");
    assertThat(recipe.tokenizer().train())
        .contains(
            new TokenizerTraining(
                16384,
                BpePattern.GPT2,
                2,
                64 << 20,
                List.of("<|endoftext|>"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(recipe.bucket())
        .isEqualTo(
            new BucketOptions(
                200,
                1_000_000,
                Map.of("short", 0L, "medium", 1000L, "long", 4000L),
                List.of(),
                Map.of()));
    assertThat(recipe.mix())
        .isEqualTo(new MixOptions(256, 0, 1024, 256 << 20, Packing.CONCAT, 0.002));
    TrainOptions train = recipe.train().orElseThrow();
    assertThat(train.batchRows()).isEqualTo(16);
    assertThat(train.read()).isEqualTo(TrainInput.SHARDS);
    assertThat(train.epsilon()).isEqualTo(1e-8);
    assertThat(train.samples())
        .containsExactly(new Sample("", 200, 0.8, Optional.empty(), 0.95, Optional.empty()));
    assertThat(recipe.sources().get(0))
        .isEqualTo(
            new Source(
                "web",
                SourceFormat.JSONL,
                List.of("a.jsonl"),
                List.of(),
                Optional.empty(),
                Split.TRAIN,
                Optional.of("web"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(recipe.licenses()).isEqualTo(new LicenseOptions(List.of(), List.of()));
    assertThat(read(MINIMAL).train()).isEmpty();
  }

  @Test
  void readsEveryKeyOfTheDataSections() {
    Recipe recipe =
        read(
            """
            name: full
            sources:
              - name: jars
                format: jar
                maven: 'g:a:1'
                license: MIT
                split: validation
                domains: {prose: book}
              - name: rows
                format: parquet
                path: [a, b]
                domain: d
                columns: {text: content, id: key, quality: q}
              - {name: chats, format: jsonl, path: c, domain: c, columns: {messages: m}}
              - {name: pairs, format: jsonl, path: p, domain: p, columns: {prompt: p, chosen: c, rejected: r}}
              - {name: table, format: csv, path: t, domain: t, license: Apache-2.0, csv: {delimiter: "\\t", header: [a, b]}}
            licenses: {refuse: ['*-NC-*', GPL-3.0]}
            ingest: {unit_bytes: 5, slice_bytes: 8192, max_document_bytes: 6, max_bad_rows_fraction: 0.5, max_bad_files: 7}
            dedup: {exact: false}
            tokenizer: {path: t.json, end_of_document: '</s>', special_tokens_in_text: as_tokens, chat: {template: chatml, max_tokens: 5, system: Hi}, fim: [{strata: 'en/**', rate: 0.25, spm_rate: 0.75, prefix: p, middle: m, suffix: s}]}
            bucket: {min_characters: 1, max_characters: 2, quality: {only: 0}, labels: [quality, part], scores: {good: 2.5}}
            mixture: [1, a]
            mix: {sequence_length: 8, seed: 9, window_rows: 10, shard_bytes: 11, packing: concat, validation_fraction: 0.25}
            """);
    assertThat(recipe.sources().get(0).maven()).containsExactly("g:a:1");
    assertThat(recipe.sources().get(0).license()).contains("MIT");
    assertThat(recipe.sources().get(0).split()).isEqualTo(Split.VALIDATION);
    assertThat(recipe.sources().get(0).jarDomains())
        .isEqualTo(new JarDomains(Optional.empty(), Optional.of("book")));
    assertThat(recipe.sources().get(1).columnNames())
        .isEqualTo(Columns.ofText("content", Optional.of("key"), Optional.of("q")));
    assertThat(recipe.sources().get(2).columnNames().contentColumns()).containsExactly("m");
    assertThat(recipe.sources().get(2).content()).isEqualTo(Content.CONVERSATION);
    assertThat(recipe.sources().get(3).columnNames())
        .isEqualTo(
            new Columns(
                "text",
                Optional.empty(),
                Optional.of("p"),
                Optional.of("c"),
                Optional.of("r"),
                Optional.empty(),
                Optional.empty()));
    assertThat(recipe.sources().get(3).columnNames().contentColumns())
        .containsExactly("p", "c", "r");
    assertThat(recipe.sources().get(4).csvOptions())
        .isEqualTo(new CsvOptions("\t", List.of("a", "b")));
    assertThat(recipe.sources().get(1).csvOptions()).isEqualTo(new CsvOptions(",", List.of()));
    assertThat(recipe.licenses())
        .isEqualTo(new LicenseOptions(List.of(), List.of("*-NC-*", "GPL-3.0")));
    assertThat(recipe.ingest()).isEqualTo(new IngestOptions(5, 8192, 6, 0.5, 7));
    assertThat(recipe.dedup()).isEqualTo(new DedupOptions(false));
    assertThat(recipe.tokenizer())
        .isEqualTo(
            new TokenizerOptions(
                Optional.of("t.json"),
                Optional.empty(),
                "</s>",
                SpecialTokensInText.AS_TOKENS,
                Optional.of(new ChatOptions(ChatLayout.CHATML, 5, Optional.of("Hi"))),
                List.of(new FimOptions("en/**", 0.25, 0.75, "p", "m", "s"))));
    assertThat(recipe.bucket())
        .isEqualTo(
            new BucketOptions(
                1, 2, Map.of("only", 0L), List.of(Label.QUALITY, Label.PART), Map.of("good", 2.5)));
    assertThat(recipe.mix()).isEqualTo(new MixOptions(8, 9, 10, 11, Packing.CONCAT, 0.25));
    assertThat(recipe.mixture().items()).hasSize(2);
  }

  @Test
  void readsEveryKeyOfTheTrainSection() {
    TrainOptions train =
        read(MINIMAL
                + """
                    train:
                      preset: tiny
                      layers: 1
                      width: 24
                      heads: 6
                      kv_heads: 3
                      ffn: 5
                      tokens: 6
                      max_mix_epochs: 7
                      read: store
                      batch_rows: 8
                      learning_rate: 0.1
                      warmup_fraction: 0.2
                      decay_fraction: 0.3
                      weight_decay: 0.4
                      beta1: 0.5
                      beta2: 0.6
                      epsilon: 0.7
                      muon: {learning_rate: 0.16, momentum: 0.17}
                      clip_norm: 0.8
                      seed: 9
                      checkpoint_every: 10
                      eval_every: 11
                      eval_rows: 12
                      samples: [{prompt: a, tokens: 13, temperature: 0, top_k: 14, top_p: 0.5, no_repeat_ngram: 15}]
                    """)
            .train()
            .orElseThrow();
    assertThat(train)
        .isEqualTo(
            new TrainOptions(
                Optional.of("tiny"),
                Optional.of(1),
                Optional.of(24),
                Optional.of(6),
                Optional.of(3),
                Optional.of(5),
                Optional.empty(),
                Optional.of(6L),
                7,
                TrainInput.STORE,
                8,
                0.1,
                0.2,
                0.3,
                0.4,
                0.5,
                0.6,
                0.7,
                Optional.of(new MuonOptions(0.16, 0.17)),
                0.8,
                9,
                10,
                11,
                12,
                List.of(new Sample("a", 13, 0, Optional.of(14), 0.5, Optional.of(15)))));
  }

  @Test
  void putsADocumentIntoTheHighestTierItReaches() {
    BucketOptions bucket = read(MINIMAL).bucket();
    assertThat(bucket.tier(200)).isEqualTo("short");
    assertThat(bucket.tier(999)).isEqualTo("short");
    assertThat(bucket.tier(1000)).isEqualTo("medium");
    assertThat(bucket.tier(4000)).isEqualTo("long");
  }

  @Test
  void refusesWhatCannotBe() {
    refuses("{name: a, format: jar}", "it has neither path nor maven; expected exactly one");
    refuses("{name: a, format: jar, path: x, maven: 'g:a:1'}", "it has both path and maven");
    refuses("{name: a, format: jar, maven: 'g:a'}", "Cannot use maven 'g:a'");
    refuses("{name: a, format: jsonl, path: x}", "its domain is missing");
    refuses("{name: a, format: jar, path: x, domain: d}", "Cannot use domain in source 'a'");
    refuses("{name: a, format: jsonl, domain: d, maven: 'g:a:1'}", "maven fetches jars");
    refuses("{name: a, format: jar, path: x, domains: {}}", "Cannot read a jar without domains");
    refuses("{name: A B, format: jar, path: x}", "Cannot use name 'A B': it is not a slug");
    refuses("{name: a, format: cvs, path: x}", "Unknown value 'cvs' of 'sources[0].format'");
  }

  @Test
  void refusesContentsThatDoNotFit() {
    String rows = "{name: a, format: jsonl, domain: d, path: x, columns: {%s}}";
    refuses(rows.formatted("chosen: c"), "there is chosen and no rejected; expected both");
    refuses(rows.formatted("rejected: c"), "there is rejected and no chosen; expected both");
    refuses(rows.formatted("prompt: p"), "Cannot use prompt: there are no answers to it");
    refuses(
        rows.formatted("messages: m, chosen: c, rejected: r"),
        "Cannot use messages: the rows are pairs of answers");
    refuses(rows.formatted("messages: m, text: t"), "Cannot use text: the rows are no texts");
    refuses(
        rows.formatted("messages: m"),
        "Cannot encode source 'a': it has conversations; expected tokenizer.chat");
    String chats =
        MINIMAL.replace(
            "tokenizer: {train: {}}",
            "  - {name: sft, format: jsonl, path: b, domain: DOMAIN, columns: {messages: m}}\n"
                + "tokenizer: {path: t.json, chat: {template: nanochat}}");
    assertThat(read(chats.replace("DOMAIN", "sft")).tokenizer().chat())
        .contains(new ChatOptions(ChatLayout.NANOCHAT, 2048, Optional.empty()));
    refusesAll(
        chats.replace("DOMAIN", "web"),
        "Cannot use domain 'web' in source 'sft': it has conversations, source 'web' texts;"
            + " expected one kind in a domain");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{train: {}, chat: {template: chatml}}"),
        "Cannot use template chatml: <|im_start|> is not among the special_tokens of train;"
            + " expected <|im_start|>, <|im_end|>");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{path: t, chat: {template: chatml, max_tokens: 0}}"),
        "Cannot use max_tokens 0: it is out of range");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{path: t, chat: {template: chatml, system: ''}}"),
        "Cannot use system '': it is blank");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{path: t, chat: {template: chat}}"),
        "Unknown value 'chat' of 'tokenizer.chat.template'");
  }

  @Test
  void readsHowTokensBecomeDocuments() {
    String tokens =
        MINIMAL
            .replace("{train: {}}", "{path: t.json}")
            .replace("format: jsonl", "format: megatron");
    assertThat(read(tokens).sources().get(0).sourceTokens()).contains(SourceTokens.PLAIN);
    Source source =
        read(tokens.replace(
                "domain: web",
                "domain: web, tokens: {tokenizer: o.json, begin: <s>, end: </s>,"
                    + " special_tokens_in_text: as_tokens}"))
            .sources()
            .get(0);
    assertThat(source.sourceTokens())
        .contains(
            new SourceTokens(
                TokensAs.TEXT,
                Optional.of("o.json"),
                Optional.of("<s>"),
                Optional.of("</s>"),
                Optional.of(SpecialTokensInText.AS_TOKENS)));
    assertThat(read(MINIMAL).sources().get(0).sourceTokens()).isEmpty();
    assertThat(
            read(tokens.replace("domain: web", "layout: openseek"))
                .sources()
                .get(0)
                .sourceTokens()
                .flatMap(SourceTokens::begin))
        .contains("<|extra_203|>");
    refusesAll(
        tokens.replace("{path: t.json}", "{train: {}}"),
        "Cannot read the tokens of source 'web': nothing says which tokenizer made them; expected"
            + " tokenizer.path, or tokens.tokenizer of the source");
    refusesAll(
        MINIMAL.replace("domain: web", "domain: web, tokens: {as: tokens}"),
        "Cannot use tokens in source 'web': its documents come as texts");
    refusesAll(
        tokens.replace("domain: web", "domain: web, tokens: {as: tokens, tokenizer: t}"),
        "Cannot use tokenizer: tokens are kept only if the recipe's tokenizer made them");
    refusesAll(
        tokens.replace(
            "domain: web", "domain: web, tokens: {as: tokens, special_tokens_in_text: as_text}"),
        "Cannot use special_tokens_in_text: no text is made of the tokens");
    String ids = tokens.replace("format: megatron", "format: parquet");
    Source lists =
        read(ids.replace("domain: web", "domain: web, columns: {tokens: input_ids}"))
            .sources()
            .get(0);
    assertThat(lists.sourceTokens()).contains(SourceTokens.PLAIN);
    assertThat(lists.columnNames().contentColumns()).containsExactly("input_ids");
    refusesAll(
        ids.replace("domain: web", "domain: web, columns: {tokens: i, messages: m}"),
        "Cannot use tokens: the rows are conversations or pairs of answers; expected one kind");
    refusesAll(
        ids.replace("domain: web", "domain: web, columns: {tokens: i, text: t}"),
        "Cannot use text: the rows are no texts");
    refusesAll(
        ids.replace("parquet", "csv").replace("domain: web", "domain: web, columns: {tokens: i}"),
        "Cannot use columns.tokens in source 'web': a field of csv is no list");
    refusesAll(
        tokens.replace("domain: web", "domain: web, labels: {quality: {column: q}}"),
        "Cannot use labels of columns in source 'web': its format has no columns");
  }

  @Test
  void theChatSectionTakesPartInEncoding() {
    TokenizerOptions plain = read(MINIMAL).tokenizer();
    assertThat(CanonicalJson.of(plain.encoding()))
        .isEqualTo("{\"end_of_document\":\"<|endoftext|>\"}");
    TokenizerOptions chat =
        read(MINIMAL.replace("{train: {}}", "{path: t, chat: {template: chatml, system: Hi}}"))
            .tokenizer();
    assertThat(CanonicalJson.of(chat.encoding()))
        .isEqualTo(
            "{\"chat\":{\"max_tokens\":2048,\"system\":\"Hi\",\"template\":\"chatml\"},"
                + "\"end_of_document\":\"<|endoftext|>\"}");
  }

  @Test
  void specialTokensInTextTakePartInEncodingWhereTheyAreTokens() {
    TokenizerOptions tokens =
        read(MINIMAL.replace("{train: {}}", "{path: t, special_tokens_in_text: as_tokens}"))
            .tokenizer();
    assertThat(CanonicalJson.of(tokens.encoding()))
        .isEqualTo(
            "{\"end_of_document\":\"<|endoftext|>\",\"special_tokens_in_text\":\"as_tokens\"}");
    TokenizerOptions text =
        read(MINIMAL.replace("{train: {}}", "{path: t, special_tokens_in_text: as_text}"))
            .tokenizer();
    assertThat(text.encoding()).isEqualTo(read(MINIMAL).tokenizer().encoding());
  }

  @Test
  void rulesOfFillingInTheMiddleTakePartInEncodingInTheirOrder() {
    TokenizerOptions options =
        read(MINIMAL.replace(
                "{train: {}}",
                "{path: t, fim: [{strata: '*/code/**', rate: 0.5}, {strata: b, rate: 0}]}"))
            .tokenizer();
    String marks =
        "\"middle\":\"<|fim_middle|>\",\"prefix\":\"<|fim_prefix|>\",\"rate\":%s,"
            + "\"spm_rate\":0.5,\"strata\":\"%s\",\"suffix\":\"<|fim_suffix|>\"";
    assertThat(CanonicalJson.of(options.encoding()))
        .isEqualTo(
            "{\"end_of_document\":\"<|endoftext|>\",\"fim\":[{"
                + marks.formatted("0.5", "*/code/**")
                + "},{"
                + marks.formatted("0", "b")
                + "}]}");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{path: t, fim: [{strata: a, rate: 1.5}]}"),
        "Cannot use rate 1.5: expected a number from 0 to 1");
    refusesAll(
        MINIMAL.replace(
            "{train: {}}", "{path: t, fim: [{strata: a, rate: 1, prefix: x, suffix: x}]}"),
        "Cannot use prefix 'x', middle '<|fim_middle|>' and suffix 'x': two are equal");
    refusesAll(
        MINIMAL.replace("{train: {}}", "{train: {}, fim: [{strata: a, rate: 1}]}"),
        "Cannot rearrange documents of a: <|fim_prefix|> is not among the special_tokens of train");
  }

  @Test
  void refusesImpossibleSections() {
    refusesAll(MINIMAL + "mix: {packing: conact}\n", "did you mean 'concat'?");
    refusesAll(
        MINIMAL + "mix: {paking: concat}\n",
        "r.yaml:6: Unknown key 'mix.paking'; did you mean 'packing'?");
    refusesAll(MINIMAL + "mix: {validation_fraction: 0.6}\n", "expected a number from 0 to 0.5");
    refusesAll(
        MINIMAL + "bucket: {quality: {a: 500}}\n",
        "documents of 200 characters would be in no tier");
    refusesAll(MINIMAL + "bucket: {quality: {a: 0, b: 0}}\n", "two tiers start at the same length");
    refusesAll(MINIMAL + "bucket: {max_characters: 3}\n", "Cannot use max_characters 3");
    refusesAll(MINIMAL + "train: {preset: tiny}\n", "there is neither steps nor tokens");
    refusesAll(
        MINIMAL + "train: {preset: tiny, steps: 1, tokens: 1}\n", "there is both steps and tokens");
    refusesAll(MINIMAL + "train: {layers: 1, steps: 1}\n", "there is no preset");
    refusesAll(MINIMAL + "train: {preset: tiny, steps: 1, warmup_fraction: 0.9}\n", "it exceeds 1");
    refusesAll(
        MINIMAL + "train: {preset: quickstrat, steps: 1}\n",
        "Unknown preset 'quickstrat'; did you mean 'quickstart'?");
    refusesAll(
        MINIMAL + "train: {preset: big, steps: 1}\n",
        "Unknown preset 'big'; expected one of tiny, quickstart, smollm2-135m");
    refusesAll(
        MINIMAL + "train: {preset: tiny, heads: 5, steps: 1}\n",
        "Cannot build a decoder with heads 5: expected a divisor of width 32");
    refusesAll(
        MINIMAL + "train: {preset: tiny, heads: 32, steps: 1}\n",
        "heads 32: expected an even number of dimensions per head, width 32");
    refusesAll(
        MINIMAL + "train: {preset: tiny, kv_heads: 3, steps: 1}\n",
        "Cannot build a decoder with kv_heads 3: expected a divisor of heads 4");
    refusesAll(MINIMAL.replace("train: {}", ""), "there is neither path nor train");
    refusesAll(
        MINIMAL.replace("train: {}", "train: {special_tokens: [a]}"),
        "it is not among the special_tokens of train");
    refusesAll(MINIMAL.replace("train: {}", "train: {vocabulary_size: 256}"), "from 257 to");
    refusesAll(MINIMAL.replace("{tokens: 10, weights: {'**': 1}}", "7"), "Cannot use mixture");
    refusesAll("name: x\nsources: []\ntokenizer: {path: t}\nmixture: {}\n", "the list is empty");
    refusesAll(
        MINIMAL.replace("domain: web}", "domain: web}\n  - {name: web, format: jar, path: b}"),
        "Cannot use source 'web': the name is taken");
  }

  @Test
  void refusesLicencesBeforeAnyWork() {
    String licensed = MINIMAL.replace("domain: web}", "domain: web, license: CC-BY-NC-4.0}");
    assertThat(read(licensed + "licenses: {allow: [MIT, 'cc-by-*']}\n").licenses().allow())
        .containsExactly("MIT", "cc-by-*");
    assertThat(read(licensed + "licenses: {refuse: [CC-BY, '4.0']}\n").licenses().refuse())
        .hasSize(2);
    assertThat(read(MINIMAL + "licenses: {refuse: ['*']}\n").sources()).hasSize(1);
    refusesAll(
        licensed + "licenses: {refuse: [GPL-3.0, '*-nc-*']}\n",
        "r.yaml:2: Cannot use source 'web': its license CC-BY-NC-4.0 is in licenses.refuse; expected"
            + " another than GPL-3.0, *-nc-*");
    refusesAll(
        licensed + "licenses: {allow: [MIT, CC-BY-4.0]}\n",
        "Cannot use source 'web': its license CC-BY-NC-4.0 is not in licenses.allow; expected one of"
            + " MIT, CC-BY-4.0");
    refusesAll(
        MINIMAL + "licenses: {allow: ['*']}\n",
        "Cannot use source 'web': it names no license; expected one of licenses.allow, *");
    refusesAll(
        licensed + "licenses: {deny: [MIT]}\n", "Unknown key 'licenses.deny'; expected one of");
  }

  @Test
  void readsPlainFormats() {
    for (String format : List.of("text", "lines")) {
      String source = "{name: a, format: " + format + ", path: a, domain: d";
      assertThat(
              read("name: x\nsources: ["
                      + source
                      + "}]\ntokenizer: {path: t}\nmixture: {tokens: 1, weights: {}}\n")
                  .sources()
                  .get(0)
                  .content())
          .isEqualTo(Content.TEXT);
      refuses(
          source + ", columns: {text: x}}",
          "Cannot use columns in source 'a': its format has no columns");
      refuses(source + ", csv: {}}", "Cannot use csv in source 'a': its format is another");
    }
    String csv = "{name: a, format: csv, path: a, domain: d, csv: ";
    refuses(csv + "{delimiter: ''}}", "Cannot use delimiter '': it is no single character");
    refuses(csv + "{delimiter: '\"'}}", "expected one ASCII character such as ',' or a tab");
    refuses(csv + "{delimiter: '，'}}", "Cannot use delimiter '，'");
    refuses(csv + "{header: [a, b, a]}}", "Cannot use header name 'a': it is taken");
    refuses(csv + "{delimiters: ;}}", "did you mean 'delimiter'?");
  }

  private static void refuses(String source, String message) {
    refusesAll(
        "name: x\nsources:\n  - "
            + source
            + "\ntokenizer: {path: t}\nmixture: {tokens: 1, weights: {}}\n",
        message);
  }

  private static void refusesAll(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("r.yaml:")
        .hasMessageContaining(message);
  }
}

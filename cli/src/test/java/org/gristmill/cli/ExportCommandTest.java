package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.export.TokenSequences;
import org.gristmill.tokenization.export.TokenSets;
import org.gristmill.tokenization.store.MegatronSet;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final List<String> TEXTS = List.of("a mill", "水磨 turns", "", "<|begin|> said");

  @TempDir private Path folder;
  private Tokenizer tokenizer;

  @BeforeEach
  void writeStore() throws IOException {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.QWEN2,
                262,
                2,
                List.of("<|end|>", "<|begin|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    trainer.add(" mill".getBytes(StandardCharsets.UTF_8), 5);
    byte[] json = TokenizerJson.write(trainer.train());
    Files.write(folder.resolve("tokenizer.json"), json);
    tokenizer = Tokenizers.parse(json);
    try (Store store = Stores.open(folder.toString(), Map.of());
        TokenPartWriter writer =
            new TokenPartWriter(
                store,
                TokenStore.partPath("store", TokenStore.TOKENS, "en/a/all/all", 0, 0),
                TokenType.UINT16)) {
      long key = 1;
      for (String text : TEXTS) {
        int[] tokens = encoded(text);
        writer.add(new DocumentId(key, 7), key++, tokens, 0, tokens.length);
      }
      // No encoder gives a word letter by letter when it knows it whole.
      int[] letters = new int[] {id(" "), id("m"), id("i"), id("l"), id("l")};
      writer.add(new DocumentId(key, 7), key, letters, 0, letters.length);
      writer.commit();
    }
  }

  private int id(String letter) {
    int[] ids = new int[8];
    byte[] utf8 = letter.getBytes(StandardCharsets.UTF_8);
    assertThat(tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0)).isEqualTo(1);
    return ids[0];
  }

  private int[] encoded(String text) {
    byte[] utf8 = ("<|begin|>" + text + "<|end|>").getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, ids, 0);
    return Arrays.copyOf(ids, count);
  }

  private Captured run(Object... words) {
    return Captured.run(folder, words);
  }

  @Test
  void everyFormatCanBeInspectedAndExportedAgain() throws IOException {
    Path first = folder.resolve("megatron");
    assertThat(run("export", "megatron", folder.resolve("store"), first).err()).isEmpty();
    Path set = first.resolve("en/a/all/all/tokens_document");
    assertThat(run("inspect", set + ".idx").out()).startsWith("Megatron set ");
    assertThat(run("inspect", first).out()).startsWith("Megatron sets");
    Map<String, String> kinds =
        Map.of(
            "datatrove", "Datatrove set",
            "mds", "MDS data set",
            "datasets", "Hugging Face data set",
            "nanochat", "Nanochat or llm.c data");
    for (Map.Entry<String, String> kind : kinds.entrySet()) {
      Path out = folder.resolve(kind.getKey());
      assertThat(run("export", kind.getKey(), set + ".idx", out).err()).isEmpty();
      assertThat(run("inspect", out).out()).startsWith(kind.getValue());
      Path again = folder.resolve("again-" + kind.getKey());
      Path figures = folder.resolve(kind.getKey() + ".json");
      Captured back = run("export", "megatron", out, again, "--json", figures);
      assertThat(back.err()).isEmpty();
      assertThat(again.resolve("tokens_document.bin")).exists();
      ConfigTree tree = YamlConfig.parseJson("f", Files.readString(figures));
      assertThat(tree.at("sequences").asLong()).isEqualTo(kind.getKey().equals("nanochat") ? 1 : 5);
      if (!kind.getKey().equals("datasets")) {
        assertThat(again.resolve("tokens_document.bin"))
            .hasSameBinaryContentAs(Path.of(set + ".bin"));
      }
    }
    Path stream = folder.resolve("datasets/data-00000.arrow");
    assertThat(run("inspect", stream).out()).startsWith("Hugging Face data set");
    assertThat(run("inspect", folder.resolve("datatrove/00000_tokens.ds")).out())
        .startsWith("Datatrove set");
  }

  @Test
  void documentsBecomeTextAgainAndThoseThatDifferKeepTheirTokens() throws IOException {
    Path out = folder.resolve("text");
    Path figures = folder.resolve("f.json");
    Captured run =
        run(
            "export",
            "jsonl",
            folder.resolve("store"),
            out,
            "--tokenizer",
            folder.resolve("tokenizer.json"),
            "--begin",
            "<|begin|>",
            "--end",
            "<|end|>",
            "--json",
            figures);

    assertThat(run.err()).isEmpty();
    List<String> lines = Files.readAllLines(out.resolve("en/a/all/all/documents.jsonl"));
    assertThat(lines).hasSize(5);
    for (int i = 0; i < TEXTS.size(); i++) {
      ConfigTree line = YamlConfig.parseJson("line", lines.get(i));
      assertThat(line.at("text").asText()).isEqualTo(TEXTS.get(i));
      assertThat(line.keys()).containsExactly("text");
    }
    ConfigTree last = YamlConfig.parseJson("line", lines.get(4));
    assertThat(last.at("text").asText()).isEqualTo(" mill");
    assertThat(last.at("ids").items()).hasSize(5);
    ConfigTree tree = YamlConfig.parseJson("f", Files.readString(figures));
    assertThat(tree.at("differentSequences").asLong()).isEqualTo(1);
    assertThat(tree.at("sequencesWithoutBegin").asLong()).isEqualTo(1);
    assertThat(tree.at("sequencesWithoutEnd").asLong()).isEqualTo(1);
    assertThat(run.out()).contains("without <|begin|>").contains("without <|end|>");
  }

  /** Every document of a Megatron set comes back from its line, token by token. */
  @Test
  void linesEncodeToTheTokensTheyCameFrom() throws IOException {
    Path sets = folder.resolve("sets");
    assertThat(run("export", "megatron", folder.resolve("store"), sets).code()).isZero();
    Path index = sets.resolve("en/a/all/all/tokens_document.idx");
    Path out = folder.resolve("lines");
    Path json = folder.resolve("tokenizer.json");
    Captured run =
        run(
            "export",
            "jsonl",
            index,
            out,
            "--tokenizer",
            json,
            "--begin",
            "<|begin|>",
            "--end",
            "<|end|>");
    assertThat(run.err()).isEmpty();

    List<List<Integer>> again = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("documents.jsonl"))) {
      ConfigTree row = YamlConfig.parseJson("line", line);
      again.add(
          row.keys().contains("ids")
              ? row.at("ids").items().stream().map(id -> (int) id.asLong()).toList()
              : Arrays.stream(encoded(row.at("text").asText())).boxed().toList());
    }
    List<List<Integer>> documents = new ArrayList<>();
    try (Store store = Stores.open(index.getParent().toString(), Map.of());
        MegatronSet set = MegatronSet.open(store, "tokens_document")) {
      while (set.next()) {
        documents.add(Arrays.stream(set.tokens(), 0, set.length()).boxed().toList());
      }
    }
    assertThat(again).hasSize(5).isEqualTo(documents);
  }

  /** A set that Megatron's own preprocessing wrote, named by {@code -Dheldout.dir}. */
  @Test
  @EnabledIf("hasHeldOutSet")
  void aSetFromElsewhereComesBackByteForByteAndNeedsItsOwnTokenizer() throws IOException {
    for (String name : List.of("prompt_inputs", "prompt_targets")) {
      Path prefix = heldOut().resolve("ag_news_" + name + "_document");
      Path out = folder.resolve(name);
      Path figures = folder.resolve(name + ".json");
      Captured run = run("export", "megatron", prefix + ".idx", out, "--json", figures);
      assertThat(run.err()).isEmpty();
      assertThat(out.resolve("tokens_document.bin"))
          .hasSameBinaryContentAs(Path.of(prefix + ".bin"));
      assertThat(out.resolve("tokens_document.idx"))
          .hasSameBinaryContentAs(Path.of(prefix + ".idx"));
      ConfigTree tree = YamlConfig.parseJson("f", Files.readString(figures));
      assertThat(tree.at("sequences").asLong()).isEqualTo(100);
      Captured text =
          run(
              "export",
              "jsonl",
              prefix + ".idx",
              folder.resolve("text-" + name),
              "--tokenizer",
              folder.resolve("tokenizer.json"));
      assertThat(text.code()).isEqualTo(1);
      assertThat(text.err()).contains("Cannot decode document 0: token ", "another tokenizer");
    }
  }

  private static Path heldOut() {
    return Path.of(System.getProperty("heldout.dir", ""), "megatron-indexed");
  }

  static boolean hasHeldOutSet() {
    boolean present = Files.isDirectory(heldOut());
    if (!present) {
      System.out.println("No set from elsewhere to export: " + heldOut() + " is no folder");
    }
    return present;
  }

  private void writeRendered(String stratum, int rejected) throws IOException {
    String part = TokenStore.partPath("rendered", TokenStore.TOKENS, stratum, 0, 0);
    try (Store store = Stores.open(folder.toString(), Map.of());
        TokenPartWriter writer = new TokenPartWriter(store, part, TokenType.UINT16)) {
      int[] tokens = {7, 8, 9, 10};
      byte[] mask = {0, 1, 1, 0};
      if (rejected == 0) {
        writer.add(new DocumentId(1, 7), 1, tokens, mask, 0, 4);
      } else {
        writer.addPair(new DocumentId(1, 7), 1, tokens, mask, 0, 4 - rejected, rejected);
      }
      writer.commit();
    }
  }

  @Test
  void masksAreKeptWhereTheFormatHasThemAndPairsAreLeftOutByName() throws IOException {
    writeRendered("en/dpo/all/all", 2);
    Path store = folder.resolve("rendered");
    Captured nothing = run("export", "mds", store, folder.resolve("o"));
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("it holds nothing but pairs of answers");

    writeRendered("en/chat/all/all", 0);
    for (String format : List.of("datatrove", "mds", "datasets")) {
      Path out = folder.resolve("masked-" + format);
      Captured run = run("export", format, store, out);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("pairs left out", "en/dpo/all/all");
      try (Store written = Stores.open(out.resolve("en/chat/all/all").toString(), Map.of());
          TokenSequences sequences = TokenSets.ofFolder(written).get(0).open()) {
        assertThat(sequences.next()).isTrue();
        assertThat(Arrays.copyOf(sequences.mask(), 4)).containsExactly(0, 1, 1, 0);
      }
      assertThat(run("inspect", out.resolve("en/chat/all/all")).code()).isZero();
    }
    Captured refused = run("export", "megatron", store, folder.resolve("m"));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "Cannot export en/chat/all/all as megatron: it has no place for masks of what is"
                + " learnt; expected datatrove, mds or datasets, or --drop-masks");
    Captured dropped = run("export", "megatron", store, folder.resolve("m"), "--drop-masks");
    assertThat(dropped.err()).isEmpty();
    assertThat(folder.resolve("m/en/chat/all/all/tokens_document.bin")).hasSize(8);
  }

  @Test
  void whatCannotBeExportedIsRefused() throws IOException {
    Path store = folder.resolve("store");
    assertThat(run("export", "jsonl", store, folder.resolve("o")).err())
        .contains("Cannot export: jsonl, and only jsonl, needs --tokenizer");
    assertThat(run("export", "mds", store, store).err()).contains("it has files");
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("empty/x.txt"), "x");
    assertThat(run("export", "mds", folder.resolve("empty"), folder.resolve("o")).err())
        .contains("it holds no tokens of a known format");
    assertThat(run("export", "parquet", store, folder.resolve("o")).code()).isEqualTo(2);
    Path text = folder.resolve("tokenizer.json");
    Captured wrong =
        run("export", "jsonl", store, folder.resolve("o"), "--tokenizer", text, "--end", "</s>");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("Cannot take token '</s>' off documents");
  }
}

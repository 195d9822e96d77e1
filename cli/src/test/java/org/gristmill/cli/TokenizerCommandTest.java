package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerCommandTest {

  @TempDir private Path folder;

  private Captured run(Object... words) {
    List<Object> all = new ArrayList<>(List.of("tokenizer"));
    all.addAll(List.of(words));
    return Captured.run(folder, all.toArray());
  }

  private Path documents() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append("{\"text\": \"the water turns the wheel ").append(i);
      rows.append(" times, 水推动磨盘，谷物变成面粉。\\n<|end|>\"}\n");
    }
    return Files.writeString(folder.resolve("documents.jsonl"), rows);
  }

  private Path train(String pattern) throws IOException {
    Path tokenizer = folder.resolve(pattern + ".json");
    Captured run =
        run(
            "train",
            "--input",
            documents().getParent() + "/*.jsonl",
            "--vocab-size",
            300,
            "--pattern",
            pattern,
            "--special",
            "<|end|>",
            "--output",
            tokenizer);
    assertThat(run.code()).as(run.err()).isZero();
    return tokenizer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "deepseek", "o200k", "smollm"})
  void whatIsEncodedDecodesToTheSameTexts(String pattern) throws IOException {
    Path tokenizer = train(pattern);
    Path ids = folder.resolve("ids.out");
    Path texts = folder.resolve("texts.out");
    Path input = documents();

    Captured encoded =
        run(
            "encode",
            "--tokenizer",
            tokenizer,
            "--special",
            "as-tokens",
            "--input",
            input,
            "--output",
            ids);
    Captured decoded = run("decode", "--tokenizer", tokenizer, "--input", ids, "--output", texts);

    assertThat(encoded.code()).as(encoded.err()).isZero();
    assertThat(decoded.code()).as(decoded.err()).isZero();
    assertThat(Files.readAllLines(ids))
        .hasSize(40)
        .allSatisfy(row -> assertThat(row).startsWith("{\"ids\":[").endsWith(",0]}"));
    assertThat(Files.readString(texts))
        .isEqualTo(Files.readString(input).replace("\"text\": ", "\"text\":"));
  }

  @Test
  void refusalsNameTheFile() throws IOException {
    Path tokenizer = train("gpt2");
    Path cutOff = folder.resolve("cut.json");
    Files.writeString(cutOff, Files.readString(tokenizer).substring(0, 1000));
    Path latin = folder.resolve("latin.jsonl");
    Files.write(latin, new byte[] {'{', '}', '\n', '"', (byte) 0xE9, '"'});
    Path output = folder.resolve("refused.out");

    Captured cut = run("encode", "--tokenizer", cutOff, "--input", documents(), "--output", output);
    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.err()).startsWith("gristmill: " + cutOff + ": Cannot read tokenizer.json: ");
    Captured notText =
        run("encode", "--tokenizer", tokenizer, "--input", latin, "--output", output);
    assertThat(notText.code()).isEqualTo(1);
    assertThat(notText.err()).contains("Cannot read " + latin + ": it is not UTF-8");
    String directory = folder + ": it is a directory; expected a file";
    Captured from = run("encode", "--tokenizer", tokenizer, "--input", folder, "--output", output);
    assertThat(from.code()).isEqualTo(2);
    assertThat(from.err()).contains("Cannot read " + directory);
    Captured by = run("encode", "--tokenizer", folder, "--input", documents(), "--output", output);
    assertThat(by.code()).isEqualTo(2);
    assertThat(by.err()).contains("Cannot read " + directory);
    Captured to =
        run("encode", "--tokenizer", tokenizer, "--input", documents(), "--output", folder);
    assertThat(to.code()).isEqualTo(2);
    assertThat(to.err()).contains("Cannot write " + directory);
    assertThat(output).doesNotExist();
  }

  @Test
  void trainsAsNanochatDoesAndAcrossWords() throws IOException {
    Path tokenizer = folder.resolve("nanochat.json");
    Object[] words = {
      "train",
      "--input",
      documents(),
      "--vocab-size",
      300,
      "--pattern",
      "nanochat",
      "--min-frequency",
      0,
      "--special-last",
      "--special",
      "<|bos|>",
      "--max-characters",
      100,
      "--document-characters",
      30,
      "--output",
      tokenizer
    };
    Captured plain = run(words);
    ConfigTree tree = YamlConfig.parse("nanochat.json", Files.readString(tokenizer));
    List<Object> across = new ArrayList<>(List.of(words));
    across.addAll(List.of("--superwords-from", 5));
    Captured superwords = run(across.toArray());

    assertThat(plain.code()).as(plain.err()).isZero();
    // 30 characters each, until there are more than 100
    assertThat(plain.out()).containsPattern("documents +4\n").containsPattern("characters +120\n");
    // all pairs are merged before there are 300 tokens; the special token comes right after
    assertThat(tree.at("model").at("vocab").at("<|bos|>").as(Integer.class)).isEqualTo(273);
    assertThat(superwords.code()).as(superwords.err()).isZero();
    assertThat(Files.readString(tokenizer)).containsPattern("\"[a-zĠ]*[a-z]Ġ[a-z]+\" : ");
  }

  @Test
  void aRankFileEncodesByRankOnceItsPatternIsNamed() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      lines.append(Base64.getEncoder().encodeToString(new byte[] {(byte) b}));
      lines.append(' ').append(b).append('\n');
    }
    Path ranks = Files.writeString(folder.resolve("own.tiktoken"), lines + "dGhl 256\naGU= 257\n");
    Path input = Files.writeString(folder.resolve("in.jsonl"), "{\"text\": \"the<|end|>\"}\n");
    Path ids = folder.resolve("ids.out");
    Object[] words = {
      "encode", "--tokenizer", ranks, "--special", "as-tokens", "--input", input, "--output", ids
    };

    Captured unnamed = run(words);
    List<Object> named = new ArrayList<>(List.of(words));
    named.addAll(List.of("--rank-pattern", "gpt4", "--rank-special", "<|end|>=300"));
    Captured encoded = run(named.toArray());

    assertThat(unnamed.code()).isEqualTo(2);
    assertThat(unnamed.err())
        .contains("expected the splitting pattern and the special tokens to be named");
    assertThat(encoded.code()).as(encoded.err()).isZero();
    assertThat(Files.readString(ids)).isEqualTo("{\"ids\":[256,300]}\n");
  }

  @Test
  void theTextOfSpecialTokensIsTextUnlessAskedFor() throws IOException {
    Path ids = folder.resolve("ids.out");

    run("encode", "--tokenizer", train("gpt2"), "--input", documents(), "--output", ids);

    assertThat(Files.readAllLines(ids))
        .allSatisfy(row -> assertThat(row).doesNotContain("[0,", ",0,", ",0]"));
  }

  @Test
  void benchTimesThreeEncodersAndFindsEqualIds() throws IOException {
    Path figures = folder.resolve("bench.json");

    Captured run =
        run(
            "bench",
            "--tokenizer",
            train("qwen2"),
            "--input",
            documents(),
            "--rounds",
            1,
            "--warm-up-seconds",
            0,
            "--json",
            figures);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("gristmill", "djl-encode", "djl-batch", "ratio to djl-batch");
    ConfigTree tree = YamlConfig.parseJson("bench.json", Files.readString(figures));
    assertThat(tree.at("mismatchingDocuments").asLong()).isZero();
    assertThat(tree.at("documentsTimed").asLong()).isEqualTo(20);
    assertThat(Files.readString(figures))
        .contains("\"ratioToDjlEncode\"", "\"ratioToDjlBatch\"")
        .contains("\"mbPerSecond\"", "\"tokensPerSecond\"", "\"name\"");
  }

  @Test
  void aRowWithoutTextIsNamedAndNothingIsWritten() throws IOException {
    Path input = Files.writeString(folder.resolve("in.txt"), "{\"text\": \"a\"}\n{\"txet\": 1}\n");
    Path output = folder.resolve("ids.out");

    Captured run =
        run("encode", "--tokenizer", train("gpt2"), "--input", input, "--output", output);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cannot read " + input + " line 2: it has no text; expected {\"text\": \"...\"}");
    assertThat(output).doesNotExist();
  }

  @Test
  void anIdOutsideTheVocabularyIsNamed() throws IOException {
    Path input = Files.writeString(folder.resolve("in.txt"), "{\"ids\": [1, 999999]}\n");

    Captured run =
        run("decode", "--tokenizer", train("gpt2"), "--input", input, "--output", folder + "/o");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("in.txt line 1: Cannot decode token 999999: expected 0 to");
  }

  @Test
  void anUnknownPatternIsWrongUsage() throws IOException {
    Captured run =
        run(
            "train",
            "--input",
            documents(),
            "--vocab-size",
            300,
            "--pattern",
            "gpt9",
            "--output",
            folder + "/t");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "Cannot find splitting pattern 'gpt9': unknown name; expected one of gpt2, qwen2, gpt4,"
                + " nanochat, deepseek");
  }

  @ParameterizedTest
  @ValueSource(strings = {"encode", "decode", "render", "train", "bench"})
  void everyCommandExplainsItself(String command) {
    Captured help = run(command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: gristmill tokenizer " + command, "--json", "--input");
  }
}

package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerRenderCommandTest {
  private static final String PAIR =
      "{\"prompt\":\"aa\",\"chosen\":\"b\",\"rejected\":[{\"role\":\"assistant\","
          + "\"content\":\"aa\"}]}\n";
  private static final String LIST =
      "[{\"role\":\"user\",\"content\":\"aa\"},{\"role\":\"assistant\",\"content\":\"b\"}]";

  @TempDir private Path folder;

  /** The tokens of ChatML are 0 and 1; then the bytes from '!' on. */
  private Path tokenizer() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "x y z");
    Path tokenizer = folder.resolve("t.json");
    Captured run =
        Captured.run(
            folder,
            "tokenizer",
            "train",
            "--input",
            text,
            "--vocab-size",
            258,
            "--special",
            "<|im_start|>",
            "--special",
            "<|im_end|>",
            "--output",
            tokenizer);
    assertThat(run.code()).as(run.err()).isZero();
    return tokenizer;
  }

  private Captured render(String rows, Object... options) throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "tokenizer",
                "render",
                "--tokenizer",
                tokenizer(),
                "--input",
                Files.writeString(folder.resolve("in.jsonl"), rows),
                "--output",
                folder.resolve("out.jsonl")));
    words.addAll(List.of(options));
    return Captured.run(folder, words.toArray());
  }

  private List<String> rows() throws IOException {
    return Files.readAllLines(folder.resolve("out.jsonl"));
  }

  @Test
  void conversationsAndPairsBecomeIdsAndMasks() throws IOException {
    Path figures = folder.resolve("figures.json");
    Captured run =
        render(
            LIST + "\n{\"messages\":" + LIST + "}\n" + PAIR,
            "--template",
            "chatml",
            "--json",
            figures);

    assertThat(run.code()).as(run.err()).isZero();
    // 'a' is 2 + 64; a newline is the tenth of the bytes that have no letter of their own.
    String user = "86,84,70,83,200,";
    String assistant = "66,84,84,74,84,85,66,79,85,200,";
    String prompt = "0," + user + "66,66,1,200,0," + assistant;
    String zeros = "0,".repeat(21);
    String row = "{\"ids\":[" + prompt + "67,1,200],\"mask\":[" + zeros + "1,1,0]}";
    assertThat(rows())
        .containsExactly(
            row,
            row,
            "{\"chosen\":["
                + prompt
                + "67,1,200],\"chosen_mask\":["
                + zeros
                + "1,1,0],\"rejected\":["
                + prompt
                + "66,66,1,200],\"rejected_mask\":["
                + zeros
                + "1,1,1,0]}");
    assertThat(run.out()).contains("conversations", "tokens to learn");
    String json = Files.readString(figures);
    assertThat(YamlConfig.parseJson("f", json).at("pairs").asLong()).isEqualTo(1);
    assertThat(YamlConfig.parseJson("f", json).at("targets").asLong()).isEqualTo(9);
  }

  @Test
  void countsWhatTeachesNothingOnceItIsCut() throws IOException {
    Path figures = folder.resolve("figures.json");
    // 21 tokens come before the answer; the answers of the pair begin alike
    String pair = PAIR.replace("\"b\"", "\"ab\"");
    Captured run =
        render(
            LIST + "\n" + pair + PAIR,
            "--template",
            "chatml",
            "--max-tokens",
            22,
            "--json",
            figures);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("teach nothing within --max-tokens +1\n");
    String json = Files.readString(figures);
    assertThat(YamlConfig.parseJson("f", json).at("rowsWithoutTargets").asLong()).isEqualTo(1);
  }

  @Test
  void endsWhereTheAnswerWouldBegin() throws IOException {
    String question = LIST.substring(0, LIST.indexOf("},") + 1) + "]";
    Captured run =
        render(LIST + "\n" + question, "--template", "chatml", "--for-completion", "--system", "b");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(rows()).hasSize(2);
    assertThat(rows().get(1)).isEqualTo(rows().get(0));
    assertThat(Set.copyOf(rows()))
        .singleElement()
        .asString()
        .startsWith("{\"ids\":[0,84,90,84,85,70,78,200,67,1");
    assertThat(Set.copyOf(rows()))
        .singleElement()
        .asString()
        .contains("79,85,200],\"mask\":[0,0,")
        .endsWith("0,0]}");
  }

  @Test
  void cutsAtTheMostTokens() throws IOException {
    Captured run = render(LIST, "--template", "chatml", "--max-tokens", 3);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(rows()).containsExactly("{\"ids\":[0,86,84],\"mask\":[0,0,0]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|it has no messages; expected at least a question and an answer",
        "{#text#:#a#}|messages is missing; expected a list of {#role#, #content#}",
        "{#prompt#:#a#,#chosen#:#b#}|rejected is missing; expected a list of {#role#, #content#}",
        "[{#role#:#user#,#content#:#a#},{#role#:#user#,#content#:#a#}]|message 1 has the role user"
            + " after user; expected assistant",
      })
  void aBadRowStopsWithItsLineAndNothingIsWritten(String row, String reason) throws IOException {
    Captured run = render(LIST + "\n" + row.replace('#', '"') + "\n", "--template", "chatml");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "gristmill: Cannot read "
                + folder.resolve("in.jsonl")
                + " line 2: "
                + reason.replace('#', '"')
                + "\n");
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }

  @Test
  void aPairHasNoCompletion() throws IOException {
    Captured run = render(PAIR, "--template", "chatml", "--for-completion");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(" line 1: it is a pair of answers; expected a conversation");
  }

  @Test
  void wrongUsageIsNamed() throws IOException {
    Captured zero = render(LIST, "--template", "chatml", "--max-tokens", 0);
    assertThat(zero.code()).isEqualTo(2);
    assertThat(zero.err()).contains("--max-tokens 0 is not a number of at least 1");
    Captured unknown = render(LIST, "--template", "alpaca");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains(
            "Cannot use chat template 'alpaca': there is none of that name; expected nanochat or"
                + " chatml");
    Captured lacking = render(LIST, "--template", "nanochat");
    assertThat(lacking.code()).isEqualTo(2);
    assertThat(lacking.err())
        .contains("Cannot use chat template nanochat: the tokenizer lacks <|bos|>, ");
  }
}

package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Slice;
import org.gristmill.storage.parquet.ParquetTableWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations and pairs of answers in both formats of rows. */
class ChatRowsTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Columns CHATS =
      new Columns("text", Optional.of("turns"), NONE, NONE, NONE, Optional.of("id"), NONE);
  private static final Columns PAIRS =
      new Columns(
          "text",
          NONE,
          Optional.of("q"),
          Optional.of("good"),
          Optional.of("bad"),
          NONE,
          Optional.of("score"));
  private static final String TURNS =
      "{\"messages\":[{\"content\":\"你好\",\"role\":\"user\"},"
          + "{\"content\":\"Hi.\",\"role\":\"assistant\"}]}";
  private static final String PAIR =
      "{\"chosen\":[{\"content\":\"a\",\"role\":\"assistant\"}],"
          + "\"prompt\":[{\"content\":\"q\",\"role\":\"user\"}],"
          + "\"rejected\":[{\"content\":\"b\",\"role\":\"assistant\"}]}";

  @TempDir Path folder;

  private static Found lines(Columns columns, String lines) throws IOException {
    return Found.in(
        new JsonLinesReader(columns, RowLabelsOf.columns("sft", columns), 1000),
        "a.jsonl",
        lines.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineIsAnObjectOrTheBareListOfItsMessages() throws IOException {
    Found found =
        lines(
            CHATS,
            """
            {'source': 'x', 'turns': [{'role': 'user', 'content': '你好'}, {'role': 'assistant', 'content': 'Hi.'}], 'id': 7}

            [{'role': 'user', 'content': '你好'}, {'role': 'assistant', 'content': 'Hi.'}]
            """);
    assertThat(found.rejections).isEmpty();
    assertThat(found.texts()).containsExactly(TURNS, TURNS);
    assertThat(found.documents)
        .allSatisfy(
            document -> {
              assertThat(document.said()).asString(StandardCharsets.UTF_8).isEqualTo("你好\nHi.");
              assertThat(document.kind()).isEqualTo("conversation");
              assertThat(document.labels().domain()).isEqualTo("sft");
            });
    assertThat(found.documents.get(0).corpusId()).contains("7");
    assertThat(found.documents.get(1).corpusId()).isEmpty();
    assertThat(found.documents).extracting(SourceDocument::row).containsExactly(0L, 2L);
  }

  @Test
  void pairsOfAnswersAreOneDocument() throws IOException {
    Found found =
        lines(
            PAIRS,
            """
            {'q': 'q', 'good': 'a', 'bad': 'b', 'score': 0.5}
            {'good': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a'}], 'bad': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'b'}]}
            """);
    assertThat(found.texts()).containsExactly(PAIR, PAIR);
    assertThat(found.documents.get(0).kind()).isEqualTo("preference");
    assertThat(found.documents.get(0).labels().quality()).contains("0.5");
    assertThat(found.documents.get(0).said()).asString(StandardCharsets.UTF_8).isEqualTo("q\na\nb");
  }

  @Test
  void answersMayBringTheirPromptThemselves() throws IOException {
    Columns columns =
        new Columns("text", NONE, NONE, Optional.of("good"), Optional.of("bad"), NONE, NONE);
    Found found = lines(columns, "{'q': 'x', 'good': 'a', 'bad': 'b'}\n");
    assertThat(found.reasons()).containsExactly("0 no-prompt");
    assertThat(found.rejections.get(0).detail())
        .isEqualTo("it has no prompt; expected a prompt, or answers that begin with the same");
  }

  @Test
  void badConversationsAreRejectedWithTheirReason() throws IOException {
    Found found =
        lines(
            CHATS,
            """
            []
            {'turns': [{'role': 'assistant', 'content': 'a'}]}
            {'turns': [{'role': 'human', 'content': 'a'}]}
            {'turns': [{'role': 'user', 'content': 'a'}]}
            {'turns': [{'role': 'user', 'content': ''}]}
            {'turns': [{'role': 'user', 'content': [{'type': 'image'}]}]}
            {'turns': 'a'}
            {'messages': []}
            {'turns': null}
            'a'
            {'turns': [
            {'turns': [{'role': 'user', 'role': 'user', 'content': 'a'}]}
            [] []
            {'turns': [{'role': 'user', 'content': '\\ud800'}]}
            """
                + "{'turns': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': '"
                + "x".repeat(1000)
                + "'}]}\n");
    assertThat(found.documents).isEmpty();
    assertThat(found.reasons())
        .containsExactly(
            "0 empty-message",
            "1 roles-out-of-order",
            "2 unknown-role",
            "3 no-answer",
            "4 empty-message",
            "5 unknown-part",
            "6 wrong-type",
            "7 missing-text",
            "8 missing-text",
            "9 invalid-json",
            "10 invalid-json",
            "11 invalid-json",
            "12 invalid-json",
            "13 invalid-utf8",
            "14 oversize");
    assertThat(found.rejections.get(1).detail())
        .isEqualTo("message 0 has the role assistant; expected system or user");
    assertThat(found.rejections.get(7).detail()).isEqualTo("no 'turns' in the row");
    assertThat(found.rejections.get(9).detail()).isEqualTo("the line is not a JSON object");
    assertThat(found.rejections.get(3).offset()).isPresent();
  }

  @Test
  void damagedLinesAreRejectedNeverThrown() throws IOException {
    byte[] good =
        (TURNS
                + "\n["
                + "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]")
            .getBytes(StandardCharsets.UTF_8);
    List<SourceReader> readers =
        List.of(
            new JsonLinesReader(CHATS, RowLabelsOf.columns("sft", CHATS), 1000),
            new JsonLinesReader(PAIRS, RowLabelsOf.columns("sft", PAIRS), 1000),
            new JsonLinesReader(
                Columns.ofText("turns", NONE, NONE), RowLabels.ofDomain("sft"), 1000));
    Random random = new Random(1);
    for (int i = 0; i < 6_000; i++) {
      byte[] damaged = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        // Often in the first bytes, by which parsers tell encodings apart.
        int at = random.nextInt(random.nextBoolean() ? 4 : good.length);
        damaged[at] = random.nextBoolean() ? 0 : (byte) random.nextInt(256);
      }
      Found found = Found.in(readers.get(i % readers.size()), "a.jsonl", damaged);
      assertThat(found.documents.size() + found.rejections.size()).isPositive();
    }
  }

  private Found parquet(Columns columns, String schema, Object[]... rows) throws IOException {
    Found found = new Found();
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      try (ParquetTableWriter table =
          new ParquetTableWriter(
              store, "a.parquet", MessageTypeParser.parseMessageType(schema), 1, List.of())) {
        for (Object[] row : rows) {
          table.write(row);
        }
        table.commit(Map.of());
      }
      new ParquetReader(columns, RowLabelsOf.columns("sft", columns), 1000)
          .read(store, "a.parquet", Slice.WHOLE, found);
    }
    return found;
  }

  private static List<Object[]> turns(Object[]... turns) {
    return Arrays.asList(turns);
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private static final String LIST =
      " (LIST) { repeated group list { optional group element { optional binary content (UTF8);"
          + " optional binary role (UTF8); } } }";

  @Test
  void parquetConversationsAreThoseOfLines() throws IOException {
    Found found =
        parquet(
            CHATS,
            "message m { optional int64 id; optional group turns" + LIST + " }",
            row(3L, turns(row("你好", "user"), row("Hi.", "assistant"))),
            row(4L, turns(row("你好", "user"), row(null, "assistant"))),
            row(5L, null),
            row(6L, turns(row(new byte[] {(byte) 0xFE}, "user"))));
    assertThat(found.texts()).containsExactly(TURNS);
    assertThat(found.documents.get(0).corpusId()).contains("3");
    assertThat(found.reasons()).containsExactly("1 wrong-type", "2 missing-text", "3 invalid-utf8");
    assertThat(found.rejections.get(0).detail())
        .isEqualTo(
            "the content of message 1 (assistant) is missing; expected a string or a list of"
                + " {\"type\", \"text\"}");
    assertThat(found.rejections.get(2).detail())
        .isEqualTo("the content of message 0 (user) is not UTF-8; expected well-formed Unicode");
  }

  @Test
  void parquetPairsAreThoseOfLines() throws IOException {
    Found found =
        parquet(
            PAIRS,
            "message m { optional binary q (UTF8); optional group good"
                + LIST
                + " optional binary bad (UTF8); optional double score; }",
            row("q", turns(row("q", "user"), row("a", "assistant")), "b", 0.5),
            row("q", turns(row("b", "assistant")), "b", null));
    assertThat(found.texts()).containsExactly(PAIR);
    assertThat(found.documents.get(0).labels().quality()).contains("0.5");
    assertThat(found.reasons()).containsExactly("1 equal-answers");
  }

  @Test
  void columnsOfAnotherTypeAreAnErrorOfTheRecipe() {
    assertThatThrownBy(
            () ->
                parquet(
                    CHATS,
                    "message m { optional int64 id; optional binary turns (UTF8); }",
                    row(1L, "a")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read column 'turns' of a.parquet: its type is 'optional binary turns (STRING)';"
                + " expected a list of messages");
    assertThatThrownBy(
            () ->
                parquet(
                    PAIRS,
                    "message m { optional binary q (UTF8); optional int32 good; optional binary bad"
                        + " (UTF8); optional double score; }",
                    row("q", 1, "b", 0.5)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read column 'good' of a.parquet: its type is 'optional int32 good'; expected a"
                + " string or a list of messages");
  }
}

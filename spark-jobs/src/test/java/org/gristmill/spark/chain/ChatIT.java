package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.spark.document.Decision;
import org.gristmill.spark.document.DecisionTable;
import org.gristmill.spark.document.DocumentTable;
import org.gristmill.spark.job.Failures;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.storage.parquet.ParquetTableWriter;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations and pairs of answers on their way through the chain. */
class ChatIT {
  private static final String SOURCES =
      "sources=[{name: sft, format: jsonl, path: 'data/*.jsonl', domain: sft, columns: {messages:"
          + " messages}}, {name: dpo, format: parquet, path: 'data/*.parquet', domain: dpo, columns:"
          + " {prompt: prompt, chosen: chosen, rejected: rejected, id: prompt_id}}]";
  private static final String TOKENIZER =
      "tokenizer={train: {vocabulary_size: 300, special_tokens: ['<|endoftext|>', '<|im_start|>',"
          + " '<|im_end|>']}, chat: {template: chatml}}";
  private static final int CHATS = 40;
  private static final int PAIRS = 30;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void inputs() throws IOException {
    bench = new Bench(folder);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < CHATS; i++) {
      lines.append(i % 2 == 0 ? "{\"messages\": " : "");
      lines.append("[{\"role\": \"user\", \"content\": \"").append(question(i));
      lines.append("\"}, {\"role\": \"assistant\", \"content\": \"").append(answer(i));
      lines.append("\"}]").append(i % 2 == 0 ? "}\n" : "\n");
    }
    Corpus.write(bench.input("a.jsonl"), lines.toString().getBytes(StandardCharsets.UTF_8));
    pairs(bench.input("b.parquet"));
  }

  private static String question(int i) {
    return Corpus.text(i, i % 3 == 0, 3 + i).strip().replace("\n", "\\n");
  }

  private static String answer(int i) {
    return Corpus.text(-1 - i, i % 3 == 0, 5 + i).strip().replace("\n", "\\n");
  }

  private static void pairs(Path file) throws IOException {
    String answers =
        " (LIST) { repeated group list { optional group element { optional binary content (UTF8);"
            + " optional binary role (UTF8); } } }";
    try (Store store = Stores.open(file.getParent().toString(), Map.of());
        ParquetTableWriter table =
            new ParquetTableWriter(
                store,
                file.getFileName().toString(),
                MessageTypeParser.parseMessageType(
                    "message m { optional binary prompt (UTF8); optional binary prompt_id (UTF8);"
                        + " optional group chosen"
                        + answers
                        + " optional group rejected"
                        + answers
                        + " optional double score_chosen; }"),
                2000,
                List.of())) {
      for (int i = 0; i < PAIRS; i++) {
        table.write(
            question(i),
            "p" + i,
            turns(question(i), answer(i)),
            turns(question(i), answer(i + 100)),
            8.0);
      }
      table.commit(Map.of());
    }
  }

  private static List<Object[]> turns(String question, String answer) {
    return List.of(new Object[] {question, "user"}, new Object[] {answer, "assistant"});
  }

  @Test
  void rowsBecomeDocumentsOfTheirKind() throws IOException {
    bench.run(Stage.BUCKET, ChangedInputs.REFUSE, SOURCES, TOKENIZER);

    assertThat(bench.manifest(Stage.INGEST).counts())
        .containsEntry("documents.out", (long) CHATS + PAIRS);
    int conversations = 0;
    int preferences = 0;
    Path decided = bench.only(Stage.BUCKET);
    try (Store store = Stores.open(folder.resolve("work").toString(), Map.of())) {
      for (String unit : units()) {
        List<Decision> decisions =
            DecisionTable.read(store, DecisionTable.path("bucket/" + decided.getFileName(), unit));
        try (ParquetTableReader table = ParquetTableReader.open(store, DocumentTable.path(unit))) {
          ParquetRows rows =
              table.read(0, List.of("text", "doc_id", "kind", "domain", "characters", "corpus_id"));
          for (int row = 0; rows.next(); row++) {
            byte[] text = rows.bytes(0);
            assertThat(rows.bytes(1)).isEqualTo(DocumentId.ofText(text, 0, text.length).toBytes());
            String said;
            if (rows.string(2).equals("conversation")) {
              conversations++;
              Conversation conversation = Conversation.parse(text);
              assertThat(conversation.toJson()).isEqualTo(text);
              said = conversation.text();
              assertThat(rows.string(3)).isEqualTo("sft");
            } else {
              preferences++;
              PreferencePair pair = PreferencePair.parse(text);
              assertThat(pair.toJson()).isEqualTo(text);
              said = pair.text();
              assertThat(rows.string(2)).isEqualTo("preference");
              assertThat(rows.string(5)).startsWith("p");
            }
            assertThat(rows.intValue(4)).isEqualTo(said.codePointCount(0, said.length()));
            assertThat(decisions.get(row).keep()).isTrue();
            assertThat(decisions.get(row).stratum())
                .matches("(zh|en)/" + rows.string(3) + "/(short|long)/all");
          }
        }
      }
    }
    assertThat(conversations).isEqualTo(CHATS);
    assertThat(preferences).isEqualTo(PAIRS);
  }

  private List<String> units() throws IOException {
    try (Stream<Path> units = Files.list(folder.resolve("work/ingest/units"))) {
      return units.map(unit -> unit.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void badConversationsGoToQuarantineWithTheirReason() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(bench.input("a.jsonl")));
    lines.add(3, "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}");
    lines.add("[]");
    lines.add("{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}");
    lines.add("{\"messages\": [{\"role\": \"bot\", \"content\": \"a\"}]}");
    Files.write(bench.input("a.jsonl"), lines);

    assertThat(
            Failures.meaning(
                org.assertj.core.api.Assertions.catchThrowable(
                    () -> bench.run(Stage.INGEST, ChangedInputs.REFUSE, SOURCES, TOKENIZER))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(
            "Cannot accept the input: 4 of 74 rows are bad, more than"
                + " ingest.max_bad_rows_fraction 0.001; first: a.jsonl, row 3: message 0 has the"
                + " role assistant; expected system or user (all in ingest/units/");

    bench.run(
        Stage.INGEST, ChangedInputs.REFUSE, SOURCES, TOKENIZER, "ingest.max_bad_rows_fraction=0.1");
    Manifest ingest = bench.manifest(Stage.INGEST);
    assertThat(ingest.counts())
        .containsEntry("documents.out", (long) CHATS + PAIRS)
        .containsEntry("rejected.roles-out-of-order", 1L)
        .containsEntry("rejected.empty-message", 1L)
        .containsEntry("rejected.no-answer", 1L)
        .containsEntry("rejected.unknown-role", 1L);
  }

  @Test
  void vocabulariesAreLearntFromWhatIsSaid() throws IOException {
    bench.run(Stage.VOCABULARY, ChangedInputs.REFUSE, SOURCES, TOKENIZER);

    assertThat(Files.readString(bench.only(Stage.VOCABULARY).resolve("tokenizer.json")))
        .contains("<|im_start|>")
        .doesNotContain("\\\":", "\\\"\\\"", "role", "{\\\"");
  }
}

package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.FileInfo;
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
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.chat.ChatTemplate;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.Message;
import org.gristmill.tokenization.chat.PreferencePair;
import org.gristmill.tokenization.chat.RenderedTokens;
import org.gristmill.tokenization.chat.Role;
import org.gristmill.tokenization.shard.Preference;
import org.gristmill.tokenization.shard.Preferences;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.stream.Row;
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
  void shardsHoldWhatTheTemplateRendersWithItsMask() throws IOException {
    Corpus.jsonl(bench.input("text.jsonl"), Corpus.texts(9, 20));
    bench.run(
        "sources=[{name: text, format: jsonl, path: data/text.jsonl, domain: web}, "
            + SOURCES.substring("sources=[".length()).replace("*.jsonl", "a.jsonl"),
        TOKENIZER,
        "mixture={tokens: 9000, weights: {'*/sft/**': 1, '*/dpo/**': 1, '*/web/**': 1}}",
        "mix={sequence_length: 512, window_rows: 4, packing: best_fit, validation_fraction: 0}");

    Tokenizer tokenizer =
        Tokenizers.parse(
            Files.readAllBytes(bench.only(Stage.VOCABULARY).resolve("tokenizer.json")));
    ChatTemplate template = ChatTemplate.of("chatml", tokenizer, Optional.empty());
    try (Store store = Stores.open(bench.only(Stage.MIX).toString(), Map.of())) {
      assertThat(conversationsIn(store)).isSubsetOf(rendered(template)).isNotEmpty();
      assertThat(pairsIn(store)).isSubsetOf(renderedPairs(template)).isNotEmpty();
    }
  }

  /** Tokens and masks of every segment of a conversation; all of a text is learnt. */
  private static Set<List<?>> conversationsIn(Store mix) throws IOException {
    Set<List<?>> found = new HashSet<>();
    try (ShardRows rows = ShardRows.open(mix, "shards")) {
      assertThat(rows.hasLossMask()).isTrue();
      Row row = new Row(rows.info().rowTokens());
      Set<String> strata = new HashSet<>();
      for (long r = 0; r < rows.rows(); r++) {
        rows.read(r, row);
        for (int i = 0; i < row.segments(); i++) {
          int end = i + 1 < row.segments() ? row.starts()[i + 1] : row.length();
          int[] ids = Arrays.copyOfRange(row.inputIds(), row.starts()[i], end);
          byte[] mask = Arrays.copyOfRange(row.lossMask(), row.starts()[i], end);
          String stratum = rows.info().strata().get(row.strata()[i]);
          strata.add(stratum.split("/", 3)[1]);
          if (stratum.contains("/sft/")) {
            found.add(List.of(list(ids, ids.length), list(mask, mask.length)));
          } else {
            assertThat(mask).containsOnly(1);
          }
        }
      }
      assertThat(strata).containsExactlyInAnyOrder("sft", "web");
    }
    return found;
  }

  private static Set<List<?>> pairsIn(Store mix) throws IOException {
    Set<List<?>> found = new HashSet<>();
    for (FileInfo shard : mix.list("preferences")) {
      for (Preference pair : Preferences.read(mix, shard.path())) {
        found.add(List.of(pair.chosen(), pair.chosenMask(), pair.rejected(), pair.rejectedMask()));
      }
    }
    return found;
  }

  private Set<List<?>> rendered(ChatTemplate template) throws IOException {
    Set<List<?>> rendered = new HashSet<>();
    RenderedTokens out = new RenderedTokens();
    for (String line : Files.readAllLines(bench.input("a.jsonl"))) {
      template.render(Conversation.parse(line.getBytes(StandardCharsets.UTF_8)), 2048, out);
      rendered.add(List.of(list(out.ids(), out.length()), list(out.mask(), out.length())));
    }
    return rendered;
  }

  private static Set<List<?>> renderedPairs(ChatTemplate template) {
    Set<List<?>> rendered = new HashSet<>();
    RenderedTokens chosen = new RenderedTokens();
    RenderedTokens rejected = new RenderedTokens();
    for (int i = 0; i < PAIRS; i++) {
      template.render(
          new PreferencePair(
              List.of(Message.of(Role.USER, question(i))),
              List.of(Message.of(Role.ASSISTANT, answer(i))),
              List.of(Message.of(Role.ASSISTANT, answer(i + 100)))),
          2048,
          chosen,
          rejected);
      rendered.add(
          List.of(
              list(chosen.ids(), chosen.length()),
              list(chosen.mask(), chosen.length()),
              list(rejected.ids(), rejected.length()),
              list(rejected.mask(), rejected.length())));
    }
    return rendered;
  }

  private static List<Integer> list(int[] values, int length) {
    return Arrays.stream(values, 0, length).boxed().toList();
  }

  private static List<Integer> list(byte[] values, int length) {
    return IntStream.range(0, length).mapToObj(i -> (int) values[i]).toList();
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
                catchThrowable(
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
  void tokensMoveWithTheirMasksAndPairsUntilTheTemplateChanges() throws IOException {
    bench.run(Stage.TOKENIZE, ChangedInputs.REFUSE, SOURCES, TOKENIZER);
    Path first = bench.only(Stage.TOKENIZE);
    long documents = bench.manifest(first).count("documents.out");
    Map<String, String> tokens = Bench.hashes(first.resolve("tokens"), path -> true);
    assertThat(tokens.keySet())
        .anyMatch(path -> path.matches(".*/dpo/.*\\.mask"))
        .anyMatch(path -> path.matches(".*/sft/.*\\.mask"));

    bench.run(
        Stage.TOKENIZE, ChangedInputs.REFUSE, SOURCES, TOKENIZER, "bucket.max_characters=900000");
    Path moved = newest(first);
    assertThat(bench.manifest(moved).count("documents.moved")).isEqualTo(documents);
    assertThat(bench.manifest(moved).count("textBytesRead")).isZero();
    assertThat(Bench.hashes(moved.resolve("tokens"), path -> true)).isEqualTo(tokens);

    bench.run(
        Stage.TOKENIZE,
        ChangedInputs.REFUSE,
        SOURCES,
        TOKENIZER.replace("chatml}", "chatml, max_tokens: 40}"));
    Path rendered = newest(first, moved);
    assertThat(bench.manifest(rendered).count("documents.moved")).isZero();
    assertThat(bench.manifest(rendered).count("documents.encoded")).isEqualTo(documents);
  }

  private Path newest(Path... known) throws IOException {
    List<Path> all = new ArrayList<>(bench.directories(Stage.TOKENIZE));
    all.removeAll(List.of(known));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void vocabulariesAreLearntFromWhatIsSaid() throws IOException {
    bench.run(Stage.VOCABULARY, ChangedInputs.REFUSE, SOURCES, TOKENIZER);

    assertThat(Files.readString(bench.only(Stage.VOCABULARY).resolve("tokenizer.json")))
        .contains("<|im_start|>")
        .doesNotContain("\\\":", "\\\"\\\"", "role", "{\\\"");
  }
}

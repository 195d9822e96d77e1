package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.storage.parquet.ParquetTableWriter;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.tokenization.store.MegatronIndex;
import org.gristmill.tokenization.store.MegatronSet;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets of tokens on their way to the token store, as texts and as they are. */
class MegatronIT {
  private static final String BEGIN = "<|extra_203|>";
  private static final String END = "<|extra_204|>";
  private static final String TOKENIZER =
      "tokenizer={path: tokenizer.json, end_of_document: '" + END + "'}";
  private static final String BUCKET =
      "bucket={min_characters: 0, quality: {all: 0}, labels: [language, quality, perplexity, part]}";

  @TempDir Path folder;
  private Bench bench;
  private Tokenizer tokenizer;

  /** A tokenizer that knows OpenSeek's marks, trained on texts like those of the data sets. */
  @BeforeEach
  void train() throws IOException {
    bench = new Bench(folder);
    Bench trainer = new Bench(folder.resolve("trainer"));
    Corpus.jsonl(trainer.input("a.jsonl"), Corpus.texts(5, 20));
    trainer.run(
        Stage.VOCABULARY,
        ChangedInputs.REFUSE,
        "tokenizer={train: {vocabulary_size: 400, special_tokens: ['<|endoftext|>', '"
            + BEGIN
            + "', '"
            + END
            + "']}}");
    byte[] json = Files.readAllBytes(trainer.only(Stage.VOCABULARY).resolve("tokenizer.json"));
    Corpus.write(folder.resolve("tokenizer.json"), json);
    tokenizer = Tokenizers.parse(json);
    Files.createDirectories(folder.resolve("data"));
  }

  private int[] encoded(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length + 2];
    ids[0] = tokenizer.specialTokenId(BEGIN).orElseThrow();
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, ids, 1) + 1;
    ids[count++] = tokenizer.specialTokenId(END).orElseThrow();
    return Arrays.copyOf(ids, count);
  }

  private static void write(Path prefix, TokenType type, List<int[]> documents) throws IOException {
    ByteArrayOutputStream bin = new ByteArrayOutputStream();
    int[] lengths = documents.stream().mapToInt(ids -> ids.length).toArray();
    for (int[] ids : documents) {
      ByteBuffer bytes =
          ByteBuffer.allocate(ids.length * type.width()).order(ByteOrder.LITTLE_ENDIAN);
      for (int id : ids) {
        if (type == TokenType.UINT16) {
          bytes.putShort((short) id);
        } else {
          bytes.putInt(id);
        }
      }
      bin.write(bytes.array());
    }
    ByteArrayOutputStream idx = new ByteArrayOutputStream();
    int count = documents.size();
    MegatronIndex.write(idx, type, lengths, count, IntStream.range(0, count).toArray(), count);
    Corpus.write(Path.of(prefix + ".bin"), bin.toByteArray());
    Corpus.write(Path.of(prefix + ".idx"), idx.toByteArray());
  }

  private List<String> openSeek() throws IOException {
    List<String> texts = Corpus.texts(9, 24);
    Path root = bench.input("OpenSeek-Pretrain-100B");
    List<int[]> ids = new ArrayList<>(texts.stream().map(this::encoded).toList());
    write(root.resolve("code-high/part_13_text_document"), TokenType.INT32, ids.subList(0, 8));
    write(
        root.resolve("zh_cc-medidum-loss0/part_192_text_document"),
        TokenType.UINT16,
        ids.subList(8, 16));
    write(
        root.resolve("Nemotron-CC-low-synthetic-wrap_medium-mid/part_164_text_document"),
        TokenType.INT32,
        ids.subList(16, 24));
    return texts;
  }

  private static String source(String tokens) {
    return "sources=[{name: openseek, format: megatron, layout: openseek, path:"
        + " 'data/OpenSeek-Pretrain-100B/**'"
        + tokens
        + "}]";
  }

  private void run(String work, String... overrides) throws IOException {
    String[] all =
        Stream.concat(Stream.of(TOKENIZER, BUCKET), Stream.of(overrides)).toArray(String[]::new);
    bench.run(work, Stage.TOKENIZE, ChangedInputs.REFUSE, all);
  }

  private Path tokens(String work) throws IOException {
    try (Stream<Path> stages = Files.list(folder.resolve(work).resolve("tokenize"))) {
      return stages.findFirst().orElseThrow().resolve("tokens");
    }
  }

  private Manifest ingest(String work) throws IOException {
    try (Stream<Path> stages = Files.list(folder.resolve(work).resolve("ingest"))) {
      return bench.manifest(
          stages
              .filter(stage -> Files.exists(stage.resolve("manifest.json")))
              .findFirst()
              .orElseThrow());
    }
  }

  /** Documents of all strata as lists of ids, by stratum. */
  private Map<String, List<String>> documents(String work) throws IOException {
    Map<String, List<String>> documents = new TreeMap<>();
    Path root = tokens(work);
    try (Stream<Path> files = Files.walk(root);
        Store store = Stores.open(root.toString(), Map.of())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".idx")).sorted().toList()) {
        String prefix = root.relativize(file).toString().replace(".idx", "");
        List<String> ids =
            documents.computeIfAbsent(prefix.replaceAll("/run.*", ""), s -> new ArrayList<>());
        try (MegatronSet set = MegatronSet.open(store, prefix)) {
          while (set.next()) {
            ids.add(Arrays.toString(Arrays.copyOf(set.tokens(), set.length())));
          }
        }
      }
    }
    return documents;
  }

  @Test
  void textsOfTokensAreTheTextsThatWereEncoded() throws IOException {
    List<String> texts = openSeek();
    run("work", source(""));
    Corpus.jsonl(bench.input("code.jsonl"), texts.subList(0, 8));
    run(
        "plain",
        "sources=[{name: code, format: jsonl, path: data/code.jsonl, domain: code, labels:"
            + " {language: {value: en}, quality: {value: all}, perplexity: {value: low}, part:"
            + " {value: code-high.part_13}}}]");

    assertThat(documents("work").keySet())
        .containsExactly(
            "en/code/all/low/code-high.part_13",
            "en/nemotron-cc-low-synthetic-wrap/low/medium/"
                + "nemotron-cc-low-synthetic-wrap_medium-mid.part_164",
            "zh/zh_cc/medium/loss0/zh_cc-medidum-loss0.part_192");
    String code = "en/code/all/low/code-high.part_13";
    assertThat(documents("work").get(code)).isEqualTo(documents("plain").get(code)).hasSize(8);
    assertThat(Bench.hashes(tokens("work").resolve(code), path -> path.endsWith(".bin")))
        .isEqualTo(Bench.hashes(tokens("plain").resolve(code), path -> path.endsWith(".bin")));
  }

  @Test
  void tokensStayWhatTheyWereAndMoveWhereNothingIsRead() throws IOException {
    List<String> texts = openSeek();
    String kept = source(", tokens: {as: tokens, end: '" + END + "'}");
    run("work", kept);
    Map<String, List<String>> documents = documents("work");
    List<String> expected =
        texts.stream().map(text -> Arrays.toString(encoded(text))).sorted().toList();
    assertThat(documents.values().stream().flatMap(List::stream).sorted()).isEqualTo(expected);
    assertThat(documents.get("zh/zh_cc/medium/loss0/zh_cc-medidum-loss0.part_192")).hasSize(8);
    assertThat(ingest("work").count("textBytes")).isZero();

    run("slices", kept, "ingest={slice_bytes: 4096}");
    assertThat(documents("slices")).isEqualTo(documents);
    assertThat(ingest("slices").units().size()).isGreaterThan(3);

    run("work", kept, "bucket.labels=[language]");
    try (Stream<Path> stages = Files.list(folder.resolve("work/tokenize"))) {
      for (Path stage : stages.toList()) {
        Manifest manifest = bench.manifest(stage);
        boolean first = manifest.count("documents.encoded") == 24;
        assertThat(manifest.count("documents.moved")).isEqualTo(first ? 0 : 24);
      }
    }
  }

  @Test
  void whatDoesNotComeBackTheSameIsCounted() throws IOException {
    List<int[]> documents = new ArrayList<>();
    for (String text : Corpus.texts(9, 10)) {
      documents.add(encoded(text));
    }
    int[] apart = encoded("t".repeat(2) + "he the");
    byte[] the = " the".getBytes(StandardCharsets.UTF_8);
    int[] bytes = new int[the.length];
    for (int i = 0; i < the.length; i++) {
      int[] one = new int[8];
      assertThat(tokenizer.encode(the, i, 1, SpecialTokens.AS_TEXT, one, 0)).isEqualTo(1);
      bytes[i] = one[0];
    }
    documents.add(bytes);
    documents.add(new int[] {apart[1], 399, 400});
    documents.add(new int[] {apart[1], -5});
    documents.add(new int[0]);
    documents.add(apart);
    write(bench.input("set_text_document"), TokenType.INT32, documents);
    run(
        "work",
        "sources=[{name: set, format: megatron, path: data/*.bin, domain: d, tokens: {begin: '"
            + BEGIN
            + "', end: '"
            + END
            + "'}}]",
        "ingest={max_bad_rows_fraction: 0.5}");
    Manifest ingest = ingest("work");
    assertThat(ingest.count("documents.out")).isEqualTo(12);
    assertThat(ingest.count("rejected.no-round-trip")).isEqualTo(1);
    assertThat(ingest.count("rejected.unknown-token")).isEqualTo(2);
    assertThat(ingest.count("documents.in")).isEqualTo(documents.size());
  }

  @Test
  void listsOfIdsInColumnsAreTheSameTokens() throws IOException {
    List<int[]> ids = Corpus.texts(9, 8).stream().map(this::encoded).toList();
    write(bench.input("set_text_document"), TokenType.INT32, ids);
    StringBuilder lines = new StringBuilder();
    for (int[] document : ids) {
      lines.append("{\"input_ids\": ").append(Arrays.toString(document)).append("}\n");
    }
    lines.append("{\"input_ids\": [1, 2.5]}\n{\"input_ids\": 7}\n{\"input_ids\": [400]}\n");
    Corpus.write(bench.input("a.jsonl"), lines.toString().getBytes(StandardCharsets.UTF_8));
    ids(false, ids, "a.parquet");
    ids(true, ids, "b.parquet");
    String rest = ", domain: d, tokens: {as: tokens, end: '" + END + "'}";
    run("work", "sources=[{name: s, format: megatron, path: data/*.bin" + rest + "}]");
    String columns = rest + ", columns: {tokens: input_ids}}]";
    run(
        "lines",
        "sources=[{name: s, format: jsonl, path: data/a.jsonl" + columns,
        "ingest={max_bad_rows_fraction: 0.5}");
    run("ints", "sources=[{name: s, format: parquet, path: data/a.parquet" + columns);
    run("longs", "sources=[{name: s, format: parquet, path: data/b.parquet" + columns);
    assertThat(documents("lines")).isEqualTo(documents("work")).hasSize(1);
    assertThat(documents("ints")).isEqualTo(documents("work"));
    assertThat(documents("longs")).isEqualTo(documents("work"));
    assertThat(ingest("lines").count("rejected.unknown-token")).isEqualTo(2);
    assertThat(ingest("lines").count("rejected.wrong-type")).isEqualTo(1);
  }

  private void ids(boolean wide, List<int[]> documents, String name) throws IOException {
    String schema =
        "message m { optional group input_ids (LIST) { repeated group list { required "
            + (wide ? "int64" : "int32")
            + " element; } } }";
    try (Store store = Stores.open(folder.resolve("data").toString(), Map.of());
        ParquetTableWriter table =
            new ParquetTableWriter(
                store, name, MessageTypeParser.parseMessageType(schema), 2000, List.of())) {
      for (int[] ids : documents) {
        List<Object> values = new ArrayList<>();
        for (int id : ids) {
          values.add(wide ? (Object) (long) id : (Object) id);
        }
        table.write(values);
      }
      table.commit(Map.of());
    }
  }

  @Test
  void aDamagedIndexIsABadFile() throws IOException {
    openSeek();
    Path idx = bench.input("OpenSeek-Pretrain-100B/code-high/part_13_text_document.idx");
    byte[] bytes = Files.readAllBytes(idx);
    bytes[34]++;
    Files.write(idx, bytes);
    assertThat(catchThrowable(() -> run("work", source(""))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("1 unreadable file")
        .hasMessageContaining("part_13_text_document.idx");
  }
}

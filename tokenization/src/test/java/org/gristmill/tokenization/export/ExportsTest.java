package org.gristmill.tokenization.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileInfo;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.MegatronSet;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.Test;

/**
 * Every format is written, kept beside this test, and read back. A format that changes on purpose
 * gets new golden files: {@code -Dgolden.write=<folder>} writes them.
 */
class ExportsTest {
  private static final List<List<Integer>> DOCUMENTS =
      List.of(List.of(1, 2, 3, 0), List.of(65_498, 0), List.of(7), List.of(9, 9, 9, 9, 0));

  static MemoryStore write(ExportFormat format, TokenType type, List<List<Integer>> documents)
      throws IOException {
    MemoryStore store = new MemoryStore();
    try (TokenSink sink = format.create(store, "", type)) {
      for (List<Integer> document : documents) {
        int[] tokens = document.stream().mapToInt(Integer::intValue).toArray();
        sink.add(tokens, 0, tokens.length);
      }
      sink.finish();
    }
    return store;
  }

  static List<List<Integer>> read(MemoryStore store) throws IOException {
    List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
    assertThat(sets).hasSize(1);
    return read(sets.get(0));
  }

  private static List<List<Integer>> read(TokenSets.TokenSet set) throws IOException {
    List<List<Integer>> documents = new ArrayList<>();
    try (TokenSequences sequences = set.open()) {
      while (sequences.next()) {
        documents.add(Arrays.stream(sequences.tokens(), 0, sequences.length()).boxed().toList());
      }
    }
    return documents;
  }

  private static Map<String, byte[]> files(MemoryStore store) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (FileInfo file : store.list("")) {
      files.put(file.path(), store.readAll(file.path()));
    }
    return files;
  }

  @Test
  void everyFormatKeepsItsBytes() throws IOException {
    for (ExportFormat format : ExportFormat.values()) {
      String name = format.toString().toLowerCase(java.util.Locale.ROOT);
      for (TokenType type : new TokenType[] {TokenType.UINT16, TokenType.INT32}) {
        String folder = name + "-" + type.toString().toLowerCase(java.util.Locale.ROOT);
        compareToGolden(folder, files(write(format, type, DOCUMENTS)));
      }
      if (format.keepsMasks()) {
        compareToGolden(name + "-masked", files(writeMasked(format, DOCUMENTS)));
      }
    }
  }

  private static void compareToGolden(String folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = folder + "/" + file.getKey();
      if (System.getProperty("golden.write") != null) {
        Path target = Path.of(System.getProperty("golden.write"), name);
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
        continue;
      }
      try (InputStream in = ExportsTest.class.getResourceAsStream("golden/" + name)) {
        assertThat(in).as(name).isNotNull();
        assertThat(file.getValue()).as(name).isEqualTo(in.readAllBytes());
      }
    }
  }

  @Test
  void everyFormatIsReadBack() throws IOException {
    Random random = new Random(11);
    List<List<Integer>> documents = new ArrayList<>(DOCUMENTS);
    for (int i = 0; i < 3000; i++) {
      int length = 1 + random.nextInt(i % 500 == 0 ? 70_000 : 40);
      documents.add(random.ints(length, 0, 65_499).boxed().toList());
    }
    for (ExportFormat format : ExportFormat.values()) {
      for (TokenType type : new TokenType[] {TokenType.UINT16, TokenType.INT32}) {
        List<List<Integer>> read = read(write(format, type, documents));
        if (format == ExportFormat.NANOCHAT) {
          assertThat(flat(read)).isEqualTo(flat(documents));
        } else {
          assertThat(read).as(format + " " + type).isEqualTo(documents);
        }
      }
    }
  }

  private static List<Integer> flat(List<List<Integer>> documents) {
    return documents.stream().flatMap(List::stream).toList();
  }

  @Test
  void emptyDocumentsStayWhereTheFormatHasThem() throws IOException {
    List<List<Integer>> documents = List.of(List.of(), List.of(1), List.of(), List.of());
    for (ExportFormat format : ExportFormat.values()) {
      List<List<Integer>> expected =
          switch (format) {
            case MEGATRON, DATATROVE, DATASETS -> documents;
            case MDS, NANOCHAT -> List.of(List.of(1));
          };
      assertThat(read(write(format, TokenType.INT32, documents)))
          .as(format.name())
          .isEqualTo(expected);
      assertThat(read(write(format, TokenType.INT32, List.of()))).as(format.name()).isEmpty();
    }
  }

  @Test
  void llmFilesGoOnInTheNextOne() throws IOException {
    MemoryStore store = new MemoryStore();
    try (TokenSink sink = new BinSink(store, "", TokenType.UINT16, 5)) {
      sink.add(new int[] {1, 2, 3}, 0, 3);
      sink.add(new int[] {4, 5, 6, 7, 8, 9, 10, 11}, 1, 7);
      sink.finish();
    }
    assertThat(store.list("").stream().map(FileInfo::path))
        .containsExactly("tokens_000000.bin", "tokens_000001.bin");
    List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
    assertThat(sets.stream().map(TokenSets.TokenSet::name))
        .containsExactly("tokens_000000", "tokens_000001");
    assertThat(read(sets.get(0))).containsExactly(List.of(1, 2, 3, 5, 6));
    assertThat(read(sets.get(1))).containsExactly(List.of(7, 8, 9, 10, 11));
  }

  @Test
  void aTokenStoreGivesOneSetForEachStratum() throws IOException {
    MemoryStore store = new MemoryStore();
    List<Documents.Document> documents = Documents.random(50, 30, 4);
    Documents.write(store, "", "tokens", "en/a/all/all", 0, 1, documents.subList(0, 30));
    Documents.write(store, "", "tokens", "en/a/all/all", 1, 0, documents.subList(30, 40));
    Documents.write(store, "", "validation", "en/a/all/all", 0, 0, documents.subList(40, 50));
    List<TokenSets.TokenSet> sets = TokenSets.ofFolder(store);
    assertThat(sets.stream().map(TokenSets.TokenSet::name))
        .containsExactly("en/a/all/all", "validation/en/a/all/all");
    List<List<Integer>> expected = new ArrayList<>();
    for (List<Documents.Document> run :
        List.of(documents.subList(0, 30), documents.subList(30, 40))) {
      Documents.sorted(run).forEach(document -> expected.add(document.tokens()));
    }
    assertThat(read(sets.get(0))).isEqualTo(expected);
    assertThat(TokenStore.open(store, "").strata()).hasSize(1);
  }

  @Test
  void megatronSetsFromElsewhereAreReadWithTheTypeTheyName() throws IOException {
    long[][] documents = {{1, 2}, {}, {127, 0, 5}};
    int[] codes = {1, 2, 3, 4, 5, 8};
    int[] widths = {1, 1, 2, 4, 8, 2};
    for (int t = 0; t < codes.length; t++) {
      MemoryStore store = megatron(codes[t], widths[t], documents);
      assertThat(read(store)).isEqualTo(List.of(List.of(1, 2), List.of(), List.of(127, 0, 5)));
      try (MegatronSet set = MegatronSet.open(store, "a/x_text_document")) {
        assertThat(set.index().type().code()).isEqualTo(codes[t]);
        assertThat(set.tokenCount()).isEqualTo(5);
      }
    }
    assertThatThrownBy(() -> read(megatron(7, 4, documents)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "Cannot read a/x_text_document.idx at byte 17: token type 7; expected an integer type,"
                + " 1 to 5 or 8");
    assertThatThrownBy(() -> read(megatron(5, 8, new long[][] {{1L << 40}, {}, {0}})))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "Cannot read a/x_text_document.bin at byte 0: a token that is negative or above"
                + " 2147483647");
  }

  /** The second document has no sequence at all, the third has two. */
  private static MemoryStore megatron(int code, int width, long[][] documents) {
    ByteBuffer bin = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] document : documents) {
      for (long token : document) {
        for (int i = 0; i < width; i++) {
          bin.put((byte) (token >>> (8 * i)));
        }
      }
    }
    int last = documents[2].length;
    int[] lengths = {documents[0].length, 1, last - 1};
    long[] starts = {0, 1, 1, 3};
    ByteBuffer idx = ByteBuffer.allocate(34 + 12 * 3 + 8 * 4).order(ByteOrder.LITTLE_ENDIAN);
    idx.put(new byte[] {'M', 'M', 'I', 'D', 'I', 'D', 'X', 0, 0}).putLong(1).put((byte) code);
    idx.putLong(3).putLong(4);
    long offset = 0;
    for (int length : lengths) {
      idx.putInt(length);
    }
    for (int length : lengths) {
      idx.putLong(offset);
      offset += (long) length * width;
    }
    for (long start : starts) {
      idx.putLong(start);
    }
    MemoryStore store = new MemoryStore();
    try {
      store.writeAtomically("a/x_text_document.bin", Arrays.copyOf(bin.array(), bin.position()));
      store.writeAtomically("a/x_text_document.idx", idx.array());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return store;
  }

  @Test
  void mdsRowsOfOneLengthAreReadWithTheTypeTheyName() throws IOException {
    MemoryStore store = mds("ndarray:int64:3", 24, 8, new long[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(read(store)).isEqualTo(List.of(List.of(1, 2, 3), List.of(4, 5, 6)));
    MemoryStore narrow = mds("ndarray:uint8:2", 2, 1, new long[][] {{255, 0}});
    assertThat(read(narrow)).isEqualTo(List.of(List.of(255, 0)));

    assertThatThrownBy(() -> read(mds("ndarray:int32:3", 8, 4, new long[][] {{1, 2, 3}})))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(ONE_COLUMN);
    assertThatThrownBy(() -> read(mds("ndarray:int32:2", 8, 4, new long[][] {{1, 2, 3}})))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "Cannot read shard.00000.mds at byte 12: sample 0 is no one-dimensional array of ids of"
                + " its 12 bytes");
    assertThatThrownBy(() -> read(mds("ndarray:uint32:1", 4, 4, new long[][] {{1L << 31}})))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("sample 0 is no one-dimensional array of ids");
    assertThatThrownBy(() -> read(mds("ndarray:float32:1", 4, 4, new long[][] {{1}})))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(ONE_COLUMN);
  }

  private static final String ONE_COLUMN =
      "Cannot read index.json: expected one column of one-dimensional integer arrays, such as"
          + " ndarray:int32, with its size, and besides it at most loss_mask of ndarray:uint8";

  /** Files a masked set of each format is written to; documents of 0 to 300 tokens. */
  static MemoryStore writeMasked(ExportFormat format, List<List<Integer>> documents)
      throws IOException {
    MemoryStore store = new MemoryStore();
    try (MaskedSink sink = format.createMasked(store, "", TokenType.INT32)) {
      for (List<Integer> document : documents) {
        int[] tokens = document.stream().mapToInt(Integer::intValue).toArray();
        byte[] mask = new byte[tokens.length];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = (byte) (tokens[i] % 2);
        }
        sink.add(tokens, mask, 0, tokens.length);
      }
      sink.finish();
    }
    return store;
  }

  @Test
  void masksComeBackWithTheirTokens() throws IOException {
    Random random = new Random(14);
    List<List<Integer>> documents = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < 1500; i++) {
      documents.add(random.ints(random.nextInt(300), 0, 200_000).boxed().toList());
    }
    for (ExportFormat format : ExportFormat.values()) {
      if (!format.keepsMasks()) {
        assertThatThrownBy(() -> writeMasked(format, documents))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("Cannot write masks as " + format + ": it has no place");
        continue;
      }
      List<List<Integer>> found = new ArrayList<>();
      try (TokenSequences sequences =
          TokenSets.ofFolder(writeMasked(format, documents)).get(0).open()) {
        while (sequences.next()) {
          assertThat(sequences.hasMask()).isTrue();
          int length = sequences.length();
          for (int i = 0; i < length; i++) {
            assertThat(sequences.mask()[i]).isEqualTo((byte) (sequences.tokens()[i] % 2));
          }
          found.add(Arrays.stream(sequences.tokens(), 0, length).boxed().toList());
        }
      }
      List<List<Integer>> expected = new ArrayList<>(documents);
      if (format == ExportFormat.MDS) {
        expected.removeIf(List::isEmpty);
      }
      assertThat(found).as(format.name()).isEqualTo(expected);
    }
  }

  /** Arrow would fill the values behind the last one up with zeros. */
  @Test
  void aListThatEndsBehindItsValuesIsRefused() throws IOException {
    MemoryStore store = write(ExportFormat.DATASETS, TokenType.INT32, List.of(List.of(77, 78, 79)));
    String path = "data-00000.arrow";
    ByteBuffer stream = ByteBuffer.wrap(store.readAll(path)).order(ByteOrder.LITTLE_ENDIAN);
    int values = 0;
    while (stream.getLong(values) != (78L << 32 | 77)) {
      values += 8;
    }
    int offsets = values;
    while (stream.getLong(offsets) != 3L << 32) {
      offsets -= 8;
    }
    stream.putInt(offsets + 4, 5);
    store.writeAtomically(path, stream.array());
    assertThatThrownBy(() -> read(store))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageMatching(
            "Cannot read data-00000.arrow at byte \\d+: a list that ends at value 5; expected an"
                + " uncompressed Arrow stream of \\d+ bytes");
  }

  @Test
  void partsWithoutAMaskAreLearntWhereOthersOfTheirStratumHaveOne() throws IOException {
    MemoryStore store = new MemoryStore();
    List<Documents.Document> documents = Documents.random(20, 30, 5);
    Documents.write(store, "", "tokens", "en/a/all/all", 0, 0, documents.subList(0, 10));
    Documents.write(store, "", "tokens", "en/a/all/all", 1, 0, documents.subList(10, 20));
    String part = TokenStore.partPath("", TokenStore.TOKENS, "en/a/all/all", 1, 0);
    long tokens = store.stat(part + ".bin").orElseThrow().bytes() / 2;
    store.writeAtomically(part + ".mask", new byte[(int) tokens]);
    int learnt = 0;
    int all = 0;
    try (TokenSequences sequences = TokenSets.ofFolder(store).get(0).open()) {
      while (sequences.next()) {
        for (int i = 0; i < sequences.length(); i++) {
          learnt += sequences.mask()[i];
        }
        all += sequences.length();
      }
    }
    assertThat(all - learnt).isEqualTo(tokens);
  }

  /** A shard whose samples are values alone, as the encoding with a length has it. */
  private static MemoryStore mds(String encoding, int size, int width, long[][] samples)
      throws IOException {
    ByteBuffer shard = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    int end = 4 + 4 * (samples.length + 1);
    shard.putInt(samples.length).putInt(end);
    for (long[] sample : samples) {
      end += sample.length * width;
      shard.putInt(end);
    }
    for (long[] sample : samples) {
      for (long token : sample) {
        for (int i = 0; i < width; i++) {
          shard.put((byte) (token >>> (8 * i)));
        }
      }
    }
    String index =
        """
        {"version": 2, "shards": [{"format": "mds", "compression": null,
         "column_encodings": ["%s"], "column_sizes": [%d], "samples": %d,
         "raw_data": {"basename": "shard.00000.mds", "bytes": %d, "hashes": {}}}]}
        """
            .formatted(encoding, size, samples.length, end);
    MemoryStore store = new MemoryStore();
    store.writeAtomically("shard.00000.mds", Arrays.copyOf(shard.array(), shard.position()));
    store.writeAtomically("index.json", index.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return store;
  }

  @Test
  void aTokenThatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () -> write(ExportFormat.MEGATRON, TokenType.UINT16, List.of(List.of(65_536))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write token 65536 as UINT16: expected 0 to 65535");
  }
}

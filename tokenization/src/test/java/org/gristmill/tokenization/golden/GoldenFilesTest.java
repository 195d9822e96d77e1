package org.gristmill.tokenization.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.RandomInput;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.shard.Preference;
import org.gristmill.tokenization.shard.PreferenceWriter;
import org.gristmill.tokenization.shard.Preferences;
import org.gristmill.tokenization.shard.ShardInfo;
import org.gristmill.tokenization.shard.ShardWriter;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.Selection;
import org.gristmill.tokenization.store.TokenLosses;
import org.gristmill.tokenization.store.TokenMask;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;
import org.gristmill.tokenization.stream.Row;
import org.junit.jupiter.api.Test;

/**
 * Every format's bytes, against files kept beside this test. A format that changes on purpose gets
 * a new version number and new files: {@code -Dgolden.write=<folder>} writes them.
 */
class GoldenFilesTest {
  private static final String DIRECTORY = "t";
  private static final String STRATUM = "en/prose/short/all";
  private static final int[][] DOCUMENTS = {{1, 2, 3, 0}, {65_499, 0}, {0}, {7, 7, 7, 7, 7, 0}};

  @Test
  void everyFormatKeepsItsBytes() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    MemoryStore store = new MemoryStore();
    tokenStore(store, files);
    files.put("plan.json", MixSpecJson.write(spec()));
    files.put("shard.arrow", shard(store, new ShardWriter(store, "s", ShardInfo.of(spec()))));
    files.put(
        "shard-masked.arrow", shard(store, ShardWriter.masked(store, "s", ShardInfo.of(spec()))));
    files.put("preferences.arrow", preferences(store));
    files.put("tokenizer.json", tokenizer());
    String write = System.getProperty("golden.write");
    if (write != null) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(Path.of(write, file.getKey()), file.getValue());
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(file.getValue()).as(file.getKey()).isEqualTo(golden(file.getKey()));
    }
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private static void tokenStore(MemoryStore store, Map<String, byte[]> files) throws IOException {
    String path = TokenStore.partPath(DIRECTORY, TokenStore.TOKENS, STRATUM, 0, 0);
    List<int[]> documents = new ArrayList<>(List.of(DOCUMENTS));
    documents.sort((a, b) -> Long.compare(id(a).key(), id(b).key()));
    byte[] mask = {1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1};
    float[] losses = {Float.NaN, 0, 1, 0.5f, 11.09f, 65_504f, 1e9f, 6e-8f, 3, 2, 1, 0.1f, -0f};
    try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
      for (int[] document : documents) {
        writer.add(id(document), id(document).key(), document, 0, document.length);
      }
      writer.commit();
    }
    for (String extension : List.of("bin", "idx", "sparse", "ids")) {
      files.put("part." + extension, store.readAll(path + "." + extension));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TokenMask.write(out, mask, 0, mask.length);
    files.put("part.mask", out.toByteArray());
    out.reset();
    TokenLosses.write(out, losses, 0, losses.length);
    files.put("part.loss", out.toByteArray());
    try (TokenStore tokens = TokenStore.open(store, DIRECTORY)) {
      TokenPart part = tokens.stratum(STRATUM).runs().get(0).parts().get(0);
      BitSet kept = new BitSet();
      kept.set(0);
      kept.set(3);
      int[] lengths = documents.stream().mapToInt(d -> d.length).toArray();
      files.put("part.keep", Selection.of(part.sparse(), lengths, kept).encode());
    }
    readBack(store, files, mask, losses);
  }

  private static void readBack(
      MemoryStore store, Map<String, byte[]> files, byte[] mask, float[] losses)
      throws IOException {
    store.writeAtomically("m", files.get("part.mask"));
    store.writeAtomically("l", files.get("part.loss"));
    try (RandomInput masks = store.open("m");
        RandomInput halves = store.open("l")) {
      assertThat(TokenMask.read(masks, "m", 13, 2, 3)).containsExactly(mask[2], mask[3], mask[4]);
      float[] read = TokenLosses.read(halves, "l", 13, 0, 13);
      assertThat(read[0]).isNaN();
      assertThat(read[4]).isEqualTo(losses[4], org.assertj.core.data.Offset.offset(0.004f));
      assertThat(read[6]).isInfinite();
    }
    Selection selection = Selection.decode(files.get("part.keep"), "part.keep");
    assertThat(selection.keptDocuments()).isEqualTo(2);
    assertThat(selection.keeps(0)).isTrue();
    assertThat(selection.keeps(1)).isFalse();
  }

  private static DocumentId id(int[] tokens) {
    return DocumentId.ofTokens(tokens, 0, tokens.length);
  }

  private static MixSpec spec() {
    return MixSpec.builder()
        .stratum(STRATUM, 13)
        .wholeStratum("zh/chat/all/all", 0)
        .sequenceLength(7)
        .seed(42)
        .tokenizer("00112233445566778899aabbccddeeff", 65_499, 0)
        .specialToken("<|endoftext|>", 0)
        .build();
  }

  private static byte[] shard(MemoryStore store, ShardWriter open) throws IOException {
    try (ShardWriter writer = open) {
      Row row = new Row(8);
      for (int r = 0; r < 3; r++) {
        row.clear();
        for (int i = 0; i < 8; i++) {
          row.inputIds()[i] = r == 2 && i >= 5 ? 0 : 10 * r + i;
          row.lossMask()[i] = (byte) (r == 2 && i >= 5 ? 0 : (r + i) % 2);
        }
        row.addSegment(0, 0, 0, 1, 2 + r, 3, 0);
        row.addSegment(4, 1, 1, 0, 9, 0, 1);
        row.length(r == 2 ? 5 : 8);
        writer.add(row);
      }
      writer.commit();
    }
    return store.readAll("s");
  }

  private static byte[] preferences(MemoryStore store) throws IOException {
    List<Preference> pairs =
        List.of(
            new Preference(
                List.of(1, 2, 3), List.of(1, 4), List.of(0, 1, 1), List.of(0, 1), 0, 0, 0, 5, 0),
            new Preference(List.of(), List.of(9), List.of(), List.of(1), 1, 2, 3, 4, 1));
    try (PreferenceWriter writer = new PreferenceWriter(store, "p", ShardInfo.of(spec()))) {
      for (Preference pair : pairs) {
        writer.add(pair);
      }
      assertThat(writer.rows()).isEqualTo(2);
      writer.commit();
    }
    assertThat(Preferences.read(store, "p")).isEqualTo(pairs);
    return store.readAll("p");
  }

  private static byte[] tokenizer() {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.QWEN2,
                262,
                2,
                List.of("<|endoftext|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    trainer.add("水磨".getBytes(StandardCharsets.UTF_8), 5);
    trainer.add(" mill".getBytes(StandardCharsets.UTF_8), 4);
    return TokenizerJson.write(trainer.train());
  }
}

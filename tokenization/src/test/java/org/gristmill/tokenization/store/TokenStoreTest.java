package org.gristmill.tokenization.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.ManifestBuilder;
import org.gristmill.common.work.Stage;
import org.gristmill.tokenization.store.Documents.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenStoreTest {
  private static final String STRATUM = "zh/prose/long/all";
  private static final String PART = "t/tokens/" + STRATUM + "/run-0000/part-00000";

  private Store store;

  @BeforeEach
  void open() {
    store = new MemoryStore();
  }

  @Test
  void writesWhatMegatronReads() throws IOException {
    try (TokenPartWriter writer = new TokenPartWriter(store, "p", TokenType.UINT16)) {
      writer.add(new DocumentId(0, 1), 5, new int[] {9, 1, 2, 65_535}, 1, 3);
      byte[] mask = {0, 1, 1};
      writer.addPair(new DocumentId(0, 2), 5, new int[] {7, 8, 9}, mask, 0, 2, 1);
      TokenPartWriter.Summary summary = writer.commit();
      assertThat(summary.documents()).isEqualTo(2);
      assertThat(summary.tokens()).isEqualTo(6);
      assertThat(summary.files().keySet())
          .containsExactlyInAnyOrder("p.bin", "p.idx", "p.sparse", "p.ids", "p.mask");
    }
    assertThat(store.readAll("p.mask")).isEqualTo(new byte[] {1, 1, 1, 0, 1, 1});
    assertThat(store.readAll("p.bin")).isEqualTo(new byte[] {1, 0, 2, 0, -1, -1, 7, 0, 8, 0, 9, 0});
    try (RandomInput input = store.open("p.idx")) {
      MegatronIndex index = MegatronIndex.open(input, "p.idx", 12);
      index.verify();
      assertThat(index.type()).isEqualTo(TokenType.UINT16);
      assertThat(index.sequences()).isEqualTo(3);
      assertThat(index.documents()).isEqualTo(2);
      int[] lengths = new int[3];
      index.lengths(0, 3, lengths, 0);
      assertThat(lengths).containsExactly(3, 2, 1);
      long[] values = new long[3];
      index.offsets(0, 3, values, 0);
      assertThat(values).containsExactly(0, 6, 10);
      index.documentStarts(0, 3, values, 0);
      assertThat(values).containsExactly(0, 1, 3);
    }
  }

  @Test
  void wideVocabulariesTakeFourBytes() {
    assertThat(TokenType.forVocabulary(65_499)).isEqualTo(TokenType.UINT16);
    assertThat(TokenType.forVocabulary(65_500)).isEqualTo(TokenType.INT32);
  }

  @Test
  void refusesDocumentsOutOfOrderAndTokensThatDoNotFit() throws IOException {
    try (TokenPartWriter writer = new TokenPartWriter(store, "p", TokenType.UINT16)) {
      writer.add(new DocumentId(0, 2), 5, new int[] {1}, 0, 1);
      assertThatThrownBy(() -> writer.add(new DocumentId(0, 1), 5, new int[] {1}, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Cannot add document 00000000000000000000000000000001 with key 5 to p: it follows");
      assertThatThrownBy(() -> writer.add(new DocumentId(0, 3), 5, new int[] {65_536}, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot store token 65536 as UINT16: expected 0 to 65535");
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void everyStretchHoldsAtMostOneMebibyteUnlessOneDocumentIsLonger() throws IOException {
    Random random = new Random(4);
    try (TokenPartWriter writer = new TokenPartWriter(store, PART, TokenType.INT32)) {
      for (int d = 0; d < 300; d++) {
        int[] tokens = new int[d == 100 ? 700_000 : 1 + random.nextInt(40_000)];
        writer.add(new DocumentId(0, d), d / 3, tokens, 0, tokens.length);
      }
      writer.commit();
    }
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      SparseIndex sparse = tokens.stratum(STRATUM).runs().get(0).parts().get(0).sparse();
      assertThat(sparse.documents()).isEqualTo(300);
      int longer = 0;
      for (int e = 0; e < sparse.entries(); e++) {
        long bytes = 4 * (sparse.tokensBefore(e + 1) - sparse.tokensBefore(e));
        if (bytes > SparseIndex.STRETCH_BYTES) {
          assertThat(sparse.ordinal(e)).isEqualTo(100);
          assertThat(sparse.ordinal(e + 1)).isEqualTo(101);
          longer++;
        }
      }
      assertThat(longer).isEqualTo(1);
    }
  }

  @Test
  void theLineFindsEveryPositionAndWalksAllEpochs() throws IOException {
    List<Document> documents = Documents.random(500, 5000, 8);
    Documents.write(store, "t", "tokens", STRATUM, 0, 2, documents.subList(0, 200));
    Documents.write(store, "t", "tokens", STRATUM, 1, 0, documents.subList(200, 210));
    Documents.write(store, "t", "tokens", STRATUM, 3, 1, documents.subList(210, 500));
    long limit = KeySpace.trainingLimit(0.25);
    long training =
        documents.stream().filter(d -> d.key() < limit).mapToLong(d -> d.tokens().size()).sum();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      StratumTokens stratum = tokens.stratum(STRATUM);
      assertThat(stratum.trainingTokens(0.25)).isEqualTo(training);
      StratumLine line = stratum.trainingLine(0.25, 42);
      StratumLine other = stratum.trainingLine(0.25, 42);
      Random random = new Random(1);
      line.seek(0);
      assertThat(line.start()).isZero();
      for (long position = 0; position < 3 * training; position = line.start()) {
        assertThat(line.start()).isEqualTo(position);
        assertThat(line.epoch()).isEqualTo((int) (position / training));
        if (random.nextInt(4) == 0) {
          other.seek(position + random.nextInt(line.length()));
          assertThat(other.start()).isEqualTo(position);
          assertThat(other.length()).isEqualTo(line.length());
          assertThat(other.part().path()).isEqualTo(line.part().path());
          assertThat(other.ordinal()).isEqualTo(line.ordinal());
          assertThat(other.startInPart()).isEqualTo(line.startInPart());
        }
        line.next();
      }
    }
  }

  @Test
  void runsThatTheManifestDoesNotNameAreNotOpened() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, Documents.random(3, 5, 1));
    ManifestBuilder manifest = Manifest.builder(Stage.TOKENIZE, "0123456789ab");
    for (FileInfo file : store.list("t")) {
      manifest.file(file.path().substring(2), new FileDigest(file.bytes(), 0));
    }
    manifest.build().write(store, "t/manifest.json");
    Documents.write(store, "t", "tokens", STRATUM, 1, 0, Documents.random(4, 5, 2));
    Documents.write(store, "t", "tokens", "en/web/long/all", 1, 0, Documents.random(4, 5, 3));
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      assertThat(tokens.strata()).containsOnlyKeys(STRATUM);
      assertThat(tokens.stratum(STRATUM).runs()).hasSize(1);
      assertThat(tokens.stratum(STRATUM).runs().get(0).number()).isZero();
    }
    store.delete("t/manifest.json");
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      assertThat(tokens.strata()).hasSize(2);
      assertThat(tokens.stratum(STRATUM).runs()).hasSize(2);
    }
  }

  @Test
  void aPartWithoutOneOfItsFilesIsNamed() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, Documents.random(3, 5, 1));
    store.delete(PART + ".idx");
    assertThatThrownBy(() -> TokenStore.open(store, "t"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot open token store part " + PART + ": " + PART + ".idx is missing");
  }

  @Test
  void filesOfTheWrongLengthAreNamed() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, Documents.random(3, 5, 1));
    store.writeAtomically(PART + ".bin", new byte[2]);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      assertThatThrownBy(() -> tokens.stratum(STRATUM).trainingTokens(0))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageMatching(
              "Cannot read "
                  + PART
                  + ".bin: it has 2 bytes; expected \\d+ from "
                  + PART
                  + ".sparse");
    }
  }

  @Test
  void brokenIndexesGiveAClearErrorOrTheRightAnswer() throws IOException {
    List<Document> documents = Documents.random(40, 60, 6);
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, documents);
    long training = documents.stream().mapToLong(d -> d.tokens().size()).sum();
    Random random = new Random(9);
    int refused = 0;
    for (String extension : List.of(".idx", ".sparse")) {
      byte[] whole = store.readAll(PART + extension);
      for (int i = 0; i < 2000; i++) {
        byte[] broken = whole.clone();
        int at =
            random.nextInt(4) == 0
                ? random.nextInt(Math.min(60, whole.length))
                : random.nextInt(whole.length);
        broken[at] ^= (byte) (1 << random.nextInt(8));
        if (random.nextInt(8) == 0) {
          broken = java.util.Arrays.copyOf(broken, random.nextInt(whole.length + 40));
        }
        store.writeAtomically(PART + extension, broken);
        try (TokenStore tokens = TokenStore.open(store, "t")) {
          StratumLine line = tokens.stratum(STRATUM).trainingLine(0, 3);
          assertThat(line.tokens()).isEqualTo(training);
          line.seek(training / 2);
          TokenPart part = tokens.stratum(STRATUM).runs().get(0).parts().get(0);
          try (RandomInput input = store.open(PART + ".idx")) {
            MegatronIndex.open(
                    input, PART + ".idx", store.stat(PART + ".bin").orElseThrow().bytes())
                .verify();
          }
          for (int d = 0; d < 40; d++) {
            assertThat(part.document(d)).isEqualTo(Documents.sorted(documents).get(d).array());
          }
        } catch (CorruptDataException e) {
          assertThat(e).hasMessageStartingWith("Cannot read " + PART);
          refused++;
        }
      }
      store.writeAtomically(PART + extension, whole);
    }
    assertThat(refused).isGreaterThan(3900);
  }
}

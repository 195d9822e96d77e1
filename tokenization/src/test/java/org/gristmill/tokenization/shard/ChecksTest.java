package org.gristmill.tokenization.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.Documents.Document;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.PartCheck;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final String STRATUM = "en/prose/long/all";
  private static final List<Document> DOCUMENTS = Documents.random(100, 200, 1);
  private static final MixSpec SPEC =
      MixSpec.builder()
          .stratum(STRATUM, 1500)
          .sequenceLength(15)
          .validationFraction(0)
          .tokenizer("f", 60_001, 60_000)
          .build();

  private final MemoryStore store = new MemoryStore();

  private TokenPart part(TokenStore tokens) {
    return tokens.stratum(STRATUM).runs().get(0).parts().get(0);
  }

  @Test
  void aWholePartIsCounted() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, DOCUMENTS);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      long total = DOCUMENTS.stream().mapToLong(d -> d.tokens().size()).sum();
      assertThat(PartCheck.check(part(tokens), 60_000)).isEqualTo(new PartCheck.Counts(100, total));
      assertThatThrownBy(() -> PartCheck.check(part(tokens), 100))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageMatching("Cannot accept t/tokens/.*\\.bin at byte \\d+: token \\d+");
    }
  }

  @Test
  void aFlippedBitInAnyIndexIsFound() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, DOCUMENTS);
    String path = TokenStore.partPath("t", "tokens", STRATUM, 0, 0);
    Random random = new Random(1);
    for (String extension : List.of(".idx", ".sparse")) {
      byte[] whole = store.readAll(path + extension);
      for (int i = 0; i < 500; i++) {
        byte[] broken = whole.clone();
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
        store.writeAtomically(path + extension, broken);
        try (TokenStore tokens = TokenStore.open(store, "t")) {
          assertThatThrownBy(() -> PartCheck.check(part(tokens), 60_000))
              .isInstanceOf(CorruptDataException.class)
              .hasMessageContaining(path);
        }
      }
      store.writeAtomically(path + extension, whole);
    }
  }

  @Test
  void aWholeShardIsCountedAndWrongPaddingIsNamed() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 0, DOCUMENTS);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      Shards.Summary summary = Shards.write(RowStream.training(tokens, SPEC), store, "s", 0);
      ShardCheck.Counts counts = ShardCheck.check(store, "s/shard-00000.arrow");
      assertThat(counts.rows()).isEqualTo(summary.rows());
      assertThat(counts.strataTokens()).isEqualTo(summary.strataTokens()).containsExactly(1500L);
      assertThat(counts.paddedTokens()).isEqualTo(summary.paddedTokens());
    }
    try (ShardWriter writer = new ShardWriter(store, "bad", ShardInfo.of(SPEC))) {
      Row row = new Row(16);
      row.addSegment(0, 0, 0, 0, 0, 0, 0);
      row.length(15);
      writer.add(row);
      writer.commit();
    }
    assertThatThrownBy(() -> ShardCheck.check(store, "bad"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "Cannot accept shard bad: row 0 has token 0 behind its length; expected the padding 60000");
  }

  @Test
  void everyTokenOfAShardLeadsBackToItsDocument() throws IOException {
    Documents.write(store, "t", "tokens", STRATUM, 0, 1, DOCUMENTS);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      Shards.write(RowStream.training(tokens, SPEC), store, "s", 0);
      try (ShardRows rows = ShardRows.open(store, "s")) {
        Row row = new Row(16);
        for (long r = 0; r < rows.rows(); r += 5) {
          rows.read(r, row);
          for (int at = 0; at < row.length(); at += 3) {
            Trace trace = Trace.of(row, at, rows.strata(), tokens).orElseThrow();
            Document document =
                DOCUMENTS.stream()
                    .filter(d -> d.id().equals(trace.documentId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(document.tokens().get(trace.offset()))
                .isEqualTo(trace.token())
                .isEqualTo(row.inputIds()[at]);
          }
          assertThat(Trace.of(row, row.length(), rows.strata(), tokens)).isEmpty();
        }
      }
    }
  }
}

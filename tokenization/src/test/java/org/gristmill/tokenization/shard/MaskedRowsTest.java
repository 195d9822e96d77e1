package org.gristmill.tokenization.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.Documents.Document;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.PartCheck;
import org.gristmill.tokenization.store.TokenPart;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Masks travel with their tokens from the token store into rows. Odd tokens are the learnt ones.
 */
class MaskedRowsTest {
  private static final String TEXT = "en/prose/all/all";
  private static final String CHAT = "en/chat/all/all";

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void writeStore() throws IOException {
    Documents.write(store, "t", "tokens", TEXT, 0, 0, Documents.random(200, 300, 1));
    writeMasked(0, Documents.random(150, 90, 2), 0);
    writeMasked(1, Documents.random(150, 90, 3), 40);
  }

  /** Documents before {@code firstMasked} come without a mask. */
  private void writeMasked(int run, List<Document> documents, int firstMasked) throws IOException {
    String path = TokenStore.partPath("t", "tokens", CHAT, run, 0);
    try (TokenPartWriter writer = new TokenPartWriter(store, path, TokenType.UINT16)) {
      int number = 0;
      for (Document document : Documents.sorted(documents)) {
        int[] tokens = document.tokens().stream().mapToInt(Integer::intValue).toArray();
        byte[] mask = new byte[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
          mask[t] = (byte) (tokens[t] % 2);
        }
        if (number++ < firstMasked) {
          writer.add(document.id(), document.key(), tokens, 0, tokens.length);
        } else {
          writer.add(document.id(), document.key(), tokens, mask, 0, tokens.length);
        }
      }
      assertThat(writer.commit().files()).containsKey(path + ".mask");
    }
  }

  private static MixSpec.Builder spec() {
    return MixSpec.builder()
        .sequenceLength(31)
        .windowRows(20)
        .seed(3)
        .validationFraction(0.05)
        .tokenizer("fingerprint", 60_001, 60_000)
        .shardBytes(10_000)
        .wholeStratum(CHAT, 12_000)
        .stratum(TEXT, 9_000);
  }

  @Test
  void everyRowHasTheMaskOfItsTokensInShardsAndVirtually() throws IOException {
    for (Packer packer : Packer.all()) {
      MixSpec spec = spec().packing(packer.name()).build();
      List<String> virtual = new ArrayList<>();
      try (TokenStore tokens = TokenStore.open(store, "t");
          VirtualRows rows = new VirtualRows(tokens, spec)) {
        assertThat(rows.hasLossMask()).isTrue();
        Row row = new Row(32);
        for (long r = 0; r < rows.rows(); r++) {
          rows.read(r, row);
          check(row);
          virtual.add(row + " " + row.lossMask()[31]);
        }
        RowStream stream = RowStream.training(tokens, spec);
        for (int shard = 0; shard < Shards.count(stream); shard++) {
          Shards.write(stream, store, packer.name(), shard);
          ShardCheck.check(store, Shards.path(packer.name(), shard));
        }
      }
      try (ShardRows rows = ShardRows.open(store, packer.name())) {
        assertThat(rows.hasLossMask()).isTrue();
        Row row = new Row(32);
        for (int r = 0; r < virtual.size(); r++) {
          rows.read(r, row);
          assertThat(row + " " + row.lossMask()[31]).isEqualTo(virtual.get(r));
        }
      }
    }
  }

  private static void check(Row row) {
    for (int s = 0; s < row.segments(); s++) {
      int end = s + 1 < row.segments() ? row.starts()[s + 1] : row.length();
      for (int t = row.starts()[s]; t < end; t++) {
        boolean unmasked = row.strata()[s] == 1 || (row.runs()[s] == 1 && row.documents()[s] < 40);
        assertThat((int) row.lossMask()[t]).isEqualTo(unmasked ? 1 : row.inputIds()[t] % 2);
      }
    }
    for (int t = row.length(); t < 32; t++) {
      assertThat(row.lossMask()[t]).isZero();
    }
  }

  @Test
  void heldOutRowsHaveMasksToo() throws IOException {
    try (TokenStore tokens = TokenStore.open(store, "t");
        VirtualRows rows = VirtualRows.validation(tokens, spec().build())) {
      assertThat(rows.rows()).isGreaterThan(5);
      Row row = new Row(32);
      for (long r = 0; r < rows.rows(); r++) {
        rows.read(r, row);
        check(row);
      }
    }
  }

  @Test
  void aMixWithoutRenderedStrataHasNoMask() throws IOException {
    MixSpec spec = MixSpec.builder().sequenceLength(31).stratum(TEXT, 2_000).build();
    try (TokenStore tokens = TokenStore.open(store, "t");
        VirtualRows rows = new VirtualRows(tokens, spec)) {
      assertThat(rows.hasLossMask()).isFalse();
      Row row = new Row(32);
      row.lossMask()[3] = 0;
      rows.read(0, row);
      assertThat(row.lossMask()).containsOnly(1);
    }
  }

  @Test
  void aDamagedMaskIsNamed() throws IOException {
    String path = TokenStore.partPath("t", "tokens", CHAT, 0, 0);
    byte[] mask = store.readAll(path + ".mask");
    mask[700] = 2;
    store.writeAtomically(path + ".mask", mask);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      TokenPart part = tokens.stratum(CHAT).runs().get(0).parts().get(0);
      assertThatThrownBy(() -> PartCheck.check(part, 60_000))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("Cannot read " + path + ".mask at byte 700: 2; expected 0 or 1");
    }
    store.writeAtomically(path + ".mask", new byte[3]);
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      TokenPart part = tokens.stratum(CHAT).runs().get(0).parts().get(0);
      assertThatThrownBy(part::sparse)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageMatching(
              "Cannot read .*\\.mask: it has 3 bytes; expected \\d+ from .*\\.sparse");
    }
  }
}

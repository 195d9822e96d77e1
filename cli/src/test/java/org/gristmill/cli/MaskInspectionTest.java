package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.RowStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say about masks. */
class MaskInspectionTest {
  private static final String CHAT = "en/chat/all/all";
  private static final String PART = TokenStore.partPath("t", TokenStore.TOKENS, CHAT, 0, 0);

  @TempDir private Path folder;

  @BeforeEach
  void writeChats() throws IOException {
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      try (TokenPartWriter writer = new TokenPartWriter(store, PART, TokenType.UINT16)) {
        for (int d = 0; d < 9; d++) {
          byte[] mask = {0, 0, 1, 1, 1};
          writer.add(new DocumentId(d, d), d, new int[] {d, 2, 3, 4, 5}, mask, 0, 5);
        }
        writer.commit();
      }
      MixSpec spec =
          MixSpec.builder()
              .wholeStratum(CHAT, 45)
              .sequenceLength(15)
              .validationFraction(0)
              .tokenizer("f", 10, 0)
              .build();
      try (TokenStore tokens = TokenStore.open(store, "t")) {
        Shards.write(RowStream.training(tokens, spec), store, "s", 0);
      }
    }
  }

  private Summary inspect(String path) throws IOException {
    try (Target target = Target.of(folder.resolve(path).toString(), Map.of())) {
      return Inspector.inspect(target);
    }
  }

  @Test
  void inspectCountsTheTokensThatAreLearnt() throws IOException {
    assertThat(inspect(PART + ".mask").figures()).containsEntry("learntTokens", 27L);
    assertThat(inspect(PART + ".idx").text()).containsPattern("tokens learnt +27");
    assertThat(inspect("s/shard-00000.arrow").figures()).containsEntry("learntTokens", 27L);
  }

  @Test
  void verifyNamesADamagedMask() throws IOException {
    Path mask = folder.resolve(PART + ".mask");
    byte[] bytes = Files.readAllBytes(mask);
    bytes[7] = 3;
    Files.write(mask, bytes);
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      Verification result = new Verification();
      new ContentChecks(store, result).format(PART + ".mask");
      assertThat(result.problems())
          .containsExactly(
              PART + ".mask: Cannot read " + PART + ".mask at byte 7: 3; expected 0 or 1");
    }
  }
}

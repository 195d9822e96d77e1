package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.store.TokenPartWriter;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.store.TokenType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingCommandTest {

  @TempDir private Path folder;

  private Captured compare(Object... more) {
    Object[] words = new Object[more.length + 2];
    words[0] = "packing";
    words[1] = "compare";
    System.arraycopy(more, 0, words, 2, more.length);
    return Captured.run(folder, words);
  }

  private void writeStore(int... lengths) throws IOException {
    try (Store store = Stores.open(folder.toString(), java.util.Map.of());
        TokenPartWriter writer =
            new TokenPartWriter(
                store,
                TokenStore.partPath("store", TokenStore.TOKENS, "en/a/all/all", 0, 0),
                TokenType.UINT16)) {
      long key = 1;
      for (int length : lengths) {
        int[] tokens = new int[length];
        writer.add(new DocumentId(key, 7), key++, tokens, 0, length);
      }
      writer.commit();
    }
  }

  @Test
  void everyPackingStandsInTheTableAndInTheFigures() throws IOException {
    writeStore(7, 5, 3, 9, 12);
    Path figures = folder.resolve("figures.json");

    Captured run = compare(folder.resolve("store"), "--sequence-length", 8, "--json", figures);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("concat", "best_fit ", "best_fit_crop", "best_fit_pad", "decompose");
    ConfigTree tree = YamlConfig.parseJson("figures.json", Files.readString(figures));
    assertThat(tree.at("tokens").asLong()).isEqualTo(36);
    assertThat(tree.at("documents").asLong()).isEqualTo(5);
    assertThat(tree.at("documentsLongerThanRow").asLong()).isEqualTo(1);
    ConfigTree concat = tree.at("packings").items().get(0);
    assertThat(concat.at("rows").asLong()).isEqualTo(4);
    assertThat(concat.at("paddedTokens").asLong()).isZero();
    ConfigTree bestFit = tree.at("packings").items().get(1);
    assertThat(bestFit.at("packing").asText()).isEqualTo("best_fit");
    assertThat(bestFit.at("rows").asLong()).isEqualTo(5);
    assertThat(bestFit.at("documentsCut").asLong()).isEqualTo(1);
    assertThat(bestFit.at("paddedTokens").asLong()).isEqualTo(9);
    assertThat(bestFit.at("croppedTokens").asLong()).isZero();
  }

  @Test
  void whatIsNoTokenStoreIsRefused() throws IOException {
    Files.writeString(folder.resolve("x.txt"), "x");

    assertThat(compare(folder).code()).isEqualTo(2);
    assertThat(compare(folder).err()).contains("it is no token store");
    writeStore(1);
    assertThat(compare(folder.resolve("store"), "--sequence-length", 0).err())
        .contains("Cannot use --sequence-length 0: expected 1 to 1048576");
    assertThat(Captured.run(folder, "packing").code()).isEqualTo(2);
  }
}

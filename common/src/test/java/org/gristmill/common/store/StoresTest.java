package org.gristmill.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths find the store that opens them. */
class StoresTest {
  @TempDir Path folder;

  @Test
  void opensPlainPathsAndFileUrisAsTheSameTree() throws IOException {
    Path tree = folder.resolve("a tree");
    Stores.open(tree.toString(), Map.of()).writeAtomically("x", new byte[3]);
    for (String uri : new String[] {"file:" + tree, "file://" + tree, tree.toUri().toString()}) {
      try (Store store = Stores.open(uri, Map.of())) {
        assertThat(store.stat("x")).as(uri).isPresent();
        assertThat(store.root()).isEqualTo(Stores.open(tree.toString(), Map.of()).root());
      }
    }
  }

  @Test
  void rootIsAUriWithoutATrailingSlash() throws IOException {
    assertThat(Stores.open(folder.toString(), Map.of()).root().toString())
        .startsWith("file:///")
        .doesNotEndWith("/");
  }

  @Test
  void namesTheSchemeThatNothingOpens() {
    assertThatThrownBy(() -> Stores.open("gopher://host/x", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Cannot open gopher://host/x: nothing on the class path opens 'gopher:' paths");
  }

  @Test
  void refusesEmptyAndForeignFilePaths() {
    assertThatThrownBy(() -> Stores.open(" ", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot open an empty path: expected a folder or a URI");
    assertThatThrownBy(() -> Stores.open("file://host/x", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a local file URI");
  }

  @Test
  void readsSchemesCarefully() {
    assertThat(Stores.scheme("S3A://bucket/x")).isEqualTo("s3a");
    assertThat(Stores.scheme("c:/x")).isEmpty();
    assertThat(Stores.scheme("./a:b/c")).isEmpty();
    assertThat(Stores.scheme("plain/path")).isEmpty();
  }
}

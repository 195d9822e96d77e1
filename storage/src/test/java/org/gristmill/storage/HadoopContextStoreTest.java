package org.gristmill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.store.testing.StoreContract;
import org.junit.jupiter.api.Test;

/** A Hadoop file system with the newer interface, as HDFS, keeps the contract of stores. */
class HadoopContextStoreTest extends StoreContract {
  @Override
  protected Store open(Path tree) throws IOException {
    return Stores.open(
        "rawc:" + tree,
        Map.of(
            "fs.rawc.impl", RawFileSystem.class.getName(),
            "fs.AbstractFileSystem.rawc.impl", RawFileContext.class.getName()));
  }

  @Test
  void namesASchemeWithoutConnector() {
    assertThatThrownBy(() -> Stores.open("nosuch://host/x", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot open nosuch://host/x: no Hadoop file system is known for 'nosuch:' paths;"
                + " expected its connector on the class path");
  }

  @Test
  void settingsAreWhatWasSetAndNotTheDefaults() {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", "here");
    configuration.set("spark.other", "x");
    assertThat(HadoopSettings.of(configuration))
        .containsExactly(Map.entry("fs.s3a.endpoint", "here"));
  }

  @Test
  void rootsLoseTheirTrailingSlash() throws IOException {
    Map<String, String> settings = Map.of("fs.raw.impl", RawFileSystem.class.getName());
    assertThat(Stores.open("raw:///a/b/", settings).root()).hasToString("raw:///a/b");
  }
}

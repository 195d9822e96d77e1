package org.gristmill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.store.testing.StoreContract;
import org.gristmill.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3A keeps the contract of stores, without a rename. */
class S3aStoreTest extends StoreContract {
  @TempDir static Path buckets;
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(buckets);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** One server for all tests; its bucket leads to the folder of the test. */
  @Override
  protected Store open(Path tree) throws IOException {
    Files.createDirectories(tree);
    Path bucket = buckets.resolve("tree");
    Files.deleteIfExists(bucket);
    Files.createSymbolicLink(bucket, tree);
    return Stores.open("s3a://tree", server.settings());
  }

  /** The server keeps objects in folders, so that it cannot look for one below another. */
  @Override
  @Test
  protected void reportsAbsentFiles() throws IOException {
    assertThat(store.stat("nothing")).isEmpty();
    store.writeAtomically("folder/file", bytes("x"));
    assertThat(store.stat("folder")).isEmpty();
    for (String path : java.util.List.of("nothing", "folder/nothing")) {
      Assertions.assertThatThrownBy(() -> store.open(path))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(path);
    }
  }
}

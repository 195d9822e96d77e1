package org.gristmill.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.store.testing.StoreContract;

/** A Hadoop file system without the newer interface keeps the contract of stores. */
class HadoopStoreTest extends StoreContract {
  @Override
  protected Store open(Path tree) throws IOException {
    return Stores.open("raw:" + tree, Map.of("fs.raw.impl", RawFileSystem.class.getName()));
  }
}

package org.gristmill.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.store.testing.StoreContract;

/** An object store keeps the contract of stores without a single rename. */
class ObjectStoreTest extends StoreContract {
  @Override
  protected Store open(Path tree) throws IOException {
    return Stores.open("obj:" + tree, Map.of("fs.obj.impl", AbortableFileSystem.class.getName()));
  }
}

package org.gristmill.common.store.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.StoreProvider;
import org.gristmill.common.store.Stores;

/** Opens {@code fault:/local/folder}: a local store that fails as {@link Faults} plans. */
public final class FaultStoreProvider implements StoreProvider {
  /** Creates the provider; called by the service loader. */
  public FaultStoreProvider() {}

  @Override
  public boolean supports(String scheme) {
    return scheme.equals("fault");
  }

  @Override
  public Store open(URI root, Map<String, String> settings) throws IOException {
    return new FaultStore(root, Stores.open(root.getPath(), Map.of()));
  }
}

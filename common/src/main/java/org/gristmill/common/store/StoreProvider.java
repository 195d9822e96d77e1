package org.gristmill.common.store;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Opens stores of some URI schemes; found through {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /**
   * Says whether this provider opens a scheme.
   *
   * @param scheme lower-case scheme of the URI, never {@code file}
   * @return true if {@link #open} accepts it
   */
  boolean supports(String scheme);

  /**
   * Order among providers of one scheme.
   *
   * @return the provider with the highest number is asked; ties go to the first by class name
   */
  default int priority() {
    return 0;
  }

  /**
   * Opens a store.
   *
   * @param root where the tree starts; it need not exist
   * @param settings file system settings by name, unknown ones are for others
   * @return the store
   * @throws IOException if the file system cannot be reached
   */
  Store open(URI root, Map<String, String> settings) throws IOException;
}

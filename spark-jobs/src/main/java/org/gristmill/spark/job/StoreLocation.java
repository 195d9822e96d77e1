package org.gristmill.spark.job;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/**
 * How a task opens a store: shipped to executors instead of the store itself.
 *
 * @param uri root of the store
 * @param settings file system settings
 */
public record StoreLocation(String uri, TreeMap<String, String> settings) implements Serializable {
  /** A location with the given settings. */
  public static StoreLocation of(String uri, Map<String, String> settings) {
    return new StoreLocation(uri, new TreeMap<>(settings));
  }

  /** The same settings at another root. */
  public StoreLocation at(String otherUri) {
    return new StoreLocation(otherUri, settings);
  }

  /**
   * Opens the store; the caller closes it.
   *
   * @throws IOException if the file system cannot be reached
   */
  public Store open() throws IOException {
    return Stores.open(uri, settings);
  }

  /** The root alone: settings hold credentials. */
  @Override
  public String toString() {
    return uri;
  }
}

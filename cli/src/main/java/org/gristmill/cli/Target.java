package org.gristmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/**
 * A file or folder that the user pointed at.
 *
 * @param store rooted at the folder, or at the folder of the file
 * @param location the folder's own location
 * @param file name of the file; empty for a folder
 */
record Target(Store store, String location, String file) implements AutoCloseable {

  /**
   * Finds out what a path is.
   *
   * @throws ConfigException if there is nothing
   */
  static Target of(String path, Map<String, String> settings) throws IOException {
    String location = absolute(path);
    String parent = Locations.parent(location);
    String name = Locations.name(location);
    if (!name.isEmpty()) {
      Store around = Stores.open(parent, settings);
      if (around.stat(name).isPresent()) {
        return new Target(around, parent, name);
      }
      around.close();
    }
    Store folder = Stores.open(location, settings);
    if (folder.list("").isEmpty()) {
      folder.close();
      throw new ConfigException(
          Wording.of("Cannot look at %s: there is no such file, and no folder with files", path));
    }
    return new Target(folder, location, "");
  }

  boolean isFile() {
    return !file.isEmpty();
  }

  /** Local paths become absolute, so that the folders above them have names. */
  private static String absolute(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!Stores.scheme(trimmed).isEmpty()) {
      return trimmed;
    }
    Path local = Path.of(trimmed).toAbsolutePath().normalize();
    try {
      return Files.exists(local) ? local.toRealPath().toString() : local.toString();
    } catch (IOException e) {
      return local.toString();
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}

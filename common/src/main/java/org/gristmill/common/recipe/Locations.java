package org.gristmill.common.recipe;

import org.gristmill.common.store.Stores;

/** Arithmetic on paths that may be local or URIs; {@code /} separates names in both. */
public final class Locations {
  private Locations() {}

  /**
   * Folder of a file.
   *
   * @param location path or URI of a file
   * @return everything before the last slash; {@code .} if there is none
   */
  public static String parent(String location) {
    int slash = location.lastIndexOf('/');
    if (slash < 0) {
      return ".";
    }
    return slash == 0 ? "/" : location.substring(0, slash);
  }

  /**
   * Last name of a path.
   *
   * @param location path or URI
   * @return everything after the last slash
   */
  public static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /**
   * Finds a path from a folder.
   *
   * @param folder path or URI of a folder
   * @param path relative to the folder, absolute, or a URI
   * @return the path itself if it stands alone, else below the folder
   */
  public static String resolve(String folder, String path) {
    if (!Stores.scheme(path).isEmpty() || path.startsWith("/")) {
      return path;
    }
    if (folder.equals(".") || folder.isEmpty()) {
      return path;
    }
    return folder.endsWith("/") ? folder + path : folder + "/" + path;
  }
}

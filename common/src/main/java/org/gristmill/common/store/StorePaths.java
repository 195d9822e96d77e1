package org.gristmill.common.store;

/** The rule for paths inside a store. */
public final class StorePaths {
  private StorePaths() {}

  /**
   * Checks the path of a file or folder.
   *
   * @param path relative path
   * @return the same path
   * @throws IllegalArgumentException if it is empty, absolute or leaves the store
   */
  public static String requireInside(String path) {
    if (path.isEmpty()) {
      throw refused(path, "it is empty");
    }
    if (path.startsWith("/")) {
      throw refused(path, "it is absolute");
    }
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String name = path.substring(start, end);
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw refused(path, "the name '" + name + "' is not allowed in it");
      }
      if (name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
        throw refused(path, "it holds a backslash or a zero character");
      }
      start = end + 1;
    }
    return path;
  }

  /**
   * Checks the path of a folder to list.
   *
   * @param directory relative path, or the empty string for the root
   * @return the same path
   * @throws IllegalArgumentException if it is absolute or leaves the store
   */
  public static String requireDirectory(String directory) {
    return directory.isEmpty() ? directory : requireInside(directory);
  }

  /**
   * Says whether a file name is that of a write under way.
   *
   * @param name last name of a path
   * @return true for names made by {@link #temporaryName}
   */
  public static boolean isTemporary(String name) {
    return name.startsWith(".") && name.endsWith(".tmp");
  }

  /**
   * Name of the hidden file of a write under way, in the same folder as its target.
   *
   * @param name last name of the target path
   * @param attempt what tells concurrent attempts apart
   * @return the name
   */
  public static String temporaryName(String name, String attempt) {
    return "." + name + "." + attempt + ".tmp";
  }

  private static IllegalArgumentException refused(String path, String reason) {
    return new IllegalArgumentException(
        "Cannot use path '"
            + path
            + "' in a store: "
            + reason
            + "; expected names below the root separated by '/'");
  }
}

package org.gristmill.common.store;

/**
 * What a listing knows about one file.
 *
 * @param path path below the store's root, names separated by {@code /}
 * @param bytes length
 * @param modifiedMillis last change in milliseconds since 1970 UTC, as the file system reports it;
 *     serves caches only, never results
 * @param identity names the content in 32 hexadecimal digits, where the file system knows a
 *     cryptographic hash of it; empty elsewhere
 */
public record FileInfo(String path, long bytes, long modifiedMillis, String identity) {
  /**
   * A file of which the file system knows no hash.
   *
   * @param path path below the store's root
   * @param bytes length
   * @param modifiedMillis last change in milliseconds since 1970 UTC
   */
  public FileInfo(String path, long bytes, long modifiedMillis) {
    this(path, bytes, modifiedMillis, "");
  }
}

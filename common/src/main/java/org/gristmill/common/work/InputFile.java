package org.gristmill.common.work;

import java.util.Map;

/**
 * One file of a source.
 *
 * @param source name of the source, a label
 * @param root folder that the paths of the source start from, a path or URI
 * @param path path below the root
 * @param bytes length
 * @param modifiedMillis last change, for the cache of identities only
 * @param identity 32 hexadecimal digits: XXH3-128 of the bytes, or the start of a cryptographic
 *     hash where the file system states one; empty while unknown
 */
public record InputFile(
    String source, String root, String path, long bytes, long modifiedMillis, String identity) {
  /**
   * Where the file is.
   *
   * @return path or URI
   */
  public String location() {
    return root.endsWith("/") ? root + path : root + "/" + path;
  }

  /**
   * Says whether the content was hashed.
   *
   * @return true if {@link #identity} is known
   */
  public boolean isIdentified() {
    return !identity.isEmpty();
  }

  InputFile withIdentity(String newIdentity) {
    return new InputFile(source, root, path, bytes, modifiedMillis, newIdentity);
  }

  /** What manifests say about it. */
  Map<String, Object> summary() {
    return Map.of("source", source, "path", path, "identity", identity, "bytes", bytes);
  }
}

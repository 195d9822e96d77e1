package org.gristmill.storage.hub;

import java.util.Optional;

/**
 * A file or folder of a repository at one commit.
 *
 * @param path from the root of the repository, without a slash at its start
 * @param isFolder whether it is a folder
 * @param bytes length; 0 of a folder
 * @param content what names its content: {@code sha256:} or {@code git:} and hexadecimal digits;
 *     empty if unknown
 */
record HubEntry(String path, boolean isFolder, long bytes, String content) {
  static final String SHA256 = "sha256:";
  static final String GIT = "git:";

  static HubEntry folder(String path) {
    return new HubEntry(path, true, 0, "");
  }

  String parent() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** SHA-256 of its bytes, where the Hub states it. */
  Optional<String> sha256() {
    return content.startsWith(SHA256)
        ? Optional.of(content.substring(SHA256.length()))
        : Optional.empty();
  }

  /** What a header says of a content: 64 digits are a SHA-256, 40 the name of a git object. */
  static String content(String tag) {
    if (tag.matches("[0-9a-f]{64}")) {
      return SHA256 + tag;
    }
    return tag.matches("[0-9a-f]{40}") ? GIT + tag : "";
  }
}

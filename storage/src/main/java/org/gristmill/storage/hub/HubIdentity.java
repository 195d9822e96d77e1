package org.gristmill.storage.hub;

import org.apache.hadoop.fs.FileStatus;

/** Identities of contents that the Hub states, so that files need not be read to know them. */
public final class HubIdentity {
  private static final int DIGITS = 32;

  private HubIdentity() {}

  /**
   * Names the content of a file.
   *
   * @param status what a listing says of a file, on any file system
   * @return the first 128 bits of its SHA-256, or of its name as a git object where it is small
   *     enough to lie in git itself, in hexadecimal digits; empty on other file systems
   */
  public static String of(FileStatus status) {
    if (!(status instanceof HubFileStatus file) || file.getEtag().isEmpty()) {
      return "";
    }
    int hash = file.getEtag().indexOf(':') + 1;
    return file.getEtag().substring(hash, hash + DIGITS);
  }
}

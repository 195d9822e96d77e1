package org.gristmill.storage.hub;

import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/** What a listing says of a file or folder. The Hub gives no times, so that of change is 0. */
final class HubFileStatus extends LocatedFileStatus implements EtagSource {
  static final long BLOCK_BYTES = 128L << 20;

  private final String content;

  HubFileStatus(HubEntry entry, Path path) {
    super(
        new FileStatus(entry.bytes(), entry.isFolder(), 1, BLOCK_BYTES, 0, path),
        new BlockLocation[0]);
    this.content = entry.content();
  }

  /** {@code sha256:} or {@code git:} and the hash; empty if unknown. */
  @Override
  public String getEtag() {
    return content;
  }

  HubEntry entry(String file) {
    return new HubEntry(file, isDirectory(), getLen(), content);
  }

  // Two are equal when their paths are, as in the parent class.
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}

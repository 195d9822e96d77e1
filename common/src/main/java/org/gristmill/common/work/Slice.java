package org.gristmill.common.work;

import java.io.Serializable;

/**
 * One of several parts, equal in bytes, that a large file is read in. What belongs to a part is
 * whatever has its middle in it, so that every middle lies in exactly one part.
 *
 * @param index number of the part from 0
 * @param count parts of the file, at least 1
 */
public record Slice(int index, int count) implements Serializable {
  /** The only part of a file that is not cut. */
  public static final Slice WHOLE = new Slice(0, 1);

  /** Validates the numbers. */
  public Slice {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "Cannot take slice " + index + " of " + count + ": expected 0 <= index < count");
    }
  }

  /**
   * Parts that a file is cut into.
   *
   * @param fileBytes length of the file
   * @param sliceBytes what a part has at most
   * @return at least 1
   */
  static int count(long fileBytes, long sliceBytes) {
    long full = fileBytes / sliceBytes;
    return Math.toIntExact(Math.max(1, fileBytes % sliceBytes == 0 ? full : full + 1));
  }

  /**
   * Says whether this is a file of one part.
   *
   * @return true if nothing is cut
   */
  public boolean isWhole() {
    return count == 1;
  }

  /**
   * Says whether a position belongs to this part. Positions outside of the file belong to the part
   * next to them.
   *
   * @param position byte offset
   * @param fileBytes length of the file
   * @return true for exactly one of the parts
   */
  public boolean contains(long position, long fileBytes) {
    return (index == 0 || position >= start(index, fileBytes))
        && (index == count - 1 || position < start(index + 1, fileBytes));
  }

  /**
   * Length of this part.
   *
   * @param fileBytes length of the file
   * @return bytes
   */
  public long bytes(long fileBytes) {
    return start(index + 1, fileBytes) - start(index, fileBytes);
  }

  private long start(int part, long fileBytes) {
    return fileBytes / count * part + fileBytes % count * part / count;
  }
}

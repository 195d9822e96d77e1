package org.gristmill.common.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A tree of files below a root, on a local disk or any other file system.
 *
 * <p>Paths are relative, with {@code /} between names; an absolute path, an empty name, {@code .}
 * and {@code ..} are refused with {@link IllegalArgumentException}. Directories exist by their
 * files. A file appears complete or not at all. Thread-safe.
 */
public interface Store extends AutoCloseable {
  /**
   * Where the tree starts.
   *
   * @return absolute URI without a slash at its end
   */
  URI root();

  /**
   * Looks up one file.
   *
   * @param path relative path
   * @return its length and time, or empty if there is no such file (a directory is none)
   * @throws IOException if the file system cannot be asked
   */
  Optional<FileInfo> stat(String path) throws IOException;

  /**
   * Lists all files below a directory, at any depth, without the temporary files of writes under
   * way.
   *
   * @param directory relative path, or the empty string for the root
   * @return files sorted by path (by UTF-16 code unit); empty if the directory does not exist
   * @throws IOException if the file system cannot be asked
   */
  List<FileInfo> list(String directory) throws IOException;

  /**
   * Lists the temporary files below a directory, at any depth: writes under way, and what writers
   * left that died before they could commit or discard. The names can be given to {@link #delete};
   * a write under way fails then.
   *
   * @param directory relative path, or the empty string for the root
   * @return files sorted by path (by UTF-16 code unit); always empty where a write shows nothing
   *     before it ends
   * @throws IOException if the file system cannot be asked
   */
  List<FileInfo> unfinished(String directory) throws IOException;

  /**
   * Opens a file for positional reads.
   *
   * @param path relative path
   * @return the open file, to be closed by the caller
   * @throws NoSuchFileException if it does not exist
   * @throws IOException if it cannot be opened
   */
  RandomInput open(String path) throws IOException;

  /**
   * Opens a file for reading from its start.
   *
   * @param path relative path
   * @return unbuffered stream, to be closed by the caller
   * @throws NoSuchFileException if it does not exist
   * @throws IOException if it cannot be opened
   */
  InputStream read(String path) throws IOException;

  /**
   * Starts writing a file. Nothing is visible under the path before {@link AtomicOutput#commit};
   * commit replaces a file that is already there. Any number of attempts may write one path at the
   * same time, in any number of processes: each that commits leaves one complete file.
   *
   * @param path relative path; missing directories are made
   * @return the output, to be closed by the caller
   * @throws IOException if the file system refuses
   */
  AtomicOutput create(String path) throws IOException;

  /**
   * Writes a small file unless one is there; of several racing callers exactly one succeeds.
   *
   * @param path relative path
   * @param content the whole file
   * @return whether this call wrote it
   * @throws IOException if the file system refuses for another reason
   */
  boolean createExclusive(String path, byte[] content) throws IOException;

  /**
   * Replaces a small file if it still holds what the caller last saw. Where the file system has
   * conditional writes, looking and replacing is one step; elsewhere another writer may come in
   * between.
   *
   * @param path relative path
   * @param seen what the file must hold
   * @param content the whole new file
   * @return whether this call replaced it; false if it holds something else or is absent
   * @throws IOException if the file system refuses for another reason
   */
  default boolean replace(String path, byte[] seen, byte[] content) throws IOException {
    if (!holds(path, seen)) {
      return false;
    }
    writeAtomically(path, content);
    return true;
  }

  /**
   * Says whether a small file holds exactly these bytes.
   *
   * @param path relative path
   * @param content what is looked for
   * @return false also if there is no such file
   * @throws IOException if it cannot be read
   */
  default boolean holds(String path, byte[] content) throws IOException {
    try {
      return Arrays.equals(readAll(path), content);
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /**
   * Ends the writes under way below a directory of which {@link #unfinished} shows nothing: uploads
   * in parts that a dead writer left, which nobody sees and somebody pays for. Uploads of living
   * writers fail then.
   *
   * @param directory relative path, or the empty string for the root
   * @return how many were ended; always 0 where nothing is uploaded in parts
   * @throws IOException if the file system refuses
   */
  default int abortUploads(String directory) throws IOException {
    return 0;
  }

  /**
   * Deletes a file, or a directory with all it holds; absent is fine.
   *
   * @param path relative path, not the root
   * @throws IOException if something could not be deleted
   */
  void delete(String path) throws IOException;

  /**
   * Reads a whole file.
   *
   * @param path relative path of a file below 2 GiB
   * @return its bytes
   * @throws NoSuchFileException if it does not exist
   * @throws IOException if reading fails
   */
  default byte[] readAll(String path) throws IOException {
    try (InputStream in = read(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes a whole file in one atomic step, replacing one that is there.
   *
   * @param path relative path
   * @param content the whole file
   * @return its length and checksum
   * @throws IOException if the file system refuses
   */
  default FileDigest writeAtomically(String path, byte[] content) throws IOException {
    try (AtomicOutput out = create(path)) {
      out.write(content);
      return out.commit();
    }
  }

  /** Releases connections; files opened through the store may stop working. */
  @Override
  default void close() throws IOException {}
}

package org.gristmill.common.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
   * @throws java.nio.file.NoSuchFileException if it does not exist
   * @throws IOException if it cannot be opened
   */
  RandomInput open(String path) throws IOException;

  /**
   * Opens a file for reading from its start.
   *
   * @param path relative path
   * @return unbuffered stream, to be closed by the caller
   * @throws java.nio.file.NoSuchFileException if it does not exist
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
   * @throws java.nio.file.NoSuchFileException if it does not exist
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

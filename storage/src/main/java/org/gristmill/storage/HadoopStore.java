package org.gristmill.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.StorePaths;

/**
 * Files on a Hadoop file system. Where a stream can be aborted (object stores) a file is written in
 * place and appears when the stream is closed; elsewhere it is written under a hidden name and
 * renamed.
 */
final class HadoopStore implements Store {
  private final FileSystem fileSystem;
  private final URI root;
  private final String rootPath;

  HadoopStore(FileSystem fileSystem, URI root) {
    this.fileSystem = fileSystem;
    String path = root.getPath() == null ? "" : root.getPath();
    this.rootPath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String text = root.toString();
    boolean slash = text.endsWith("/") && !rootPath.isEmpty();
    this.root = slash ? URI.create(text.substring(0, text.length() - 1)) : root;
  }

  @Override
  public URI root() {
    return root;
  }

  @Override
  public Optional<FileInfo> stat(String path) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(resolve(path));
      return status.isFile() ? Optional.of(info(path, status)) : Optional.empty();
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    }
  }

  @Override
  public List<FileInfo> list(String directory) throws IOException {
    return files(directory, name -> !StorePaths.isTemporary(name));
  }

  @Override
  public List<FileInfo> unfinished(String directory) throws IOException {
    return files(directory, StorePaths::isTemporary);
  }

  /** Files below a directory whose last name is wanted, by path. */
  private List<FileInfo> files(String directory, Predicate<String> wanted) throws IOException {
    StorePaths.requireDirectory(directory);
    Path start =
        directory.isEmpty() ? path(rootPath.isEmpty() ? "/" : rootPath) : resolve(directory);
    List<FileInfo> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> iterator = fileSystem.listFiles(start, true);
      while (iterator.hasNext()) {
        LocatedFileStatus status = iterator.next();
        String below = status.getPath().toUri().getPath().substring(rootPath.length() + 1);
        if (status.isFile() && wanted.test(status.getPath().getName())) {
          files.add(info(below, status));
        }
      }
    } catch (FileNotFoundException absent) {
      return List.of();
    }
    // Listing a file gives the file itself; it is no directory.
    files.removeIf(file -> file.path().equals(directory));
    files.sort(Comparator.comparing(FileInfo::path));
    return files;
  }

  @Override
  public RandomInput open(String path) throws IOException {
    return HadoopRandomInput.open(fileSystem, status(path));
  }

  @Override
  public InputStream read(String path) throws IOException {
    return fileSystem.open(status(path).getPath());
  }

  @Override
  public AtomicOutput create(String path) throws IOException {
    Path target = resolve(path);
    return isAbortable(target)
        ? new AbortableOutput(fileSystem, target, path)
        : new RenamedOutput(fileSystem, target, path);
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    Path target = resolve(path);
    try {
      if (!isAbortable(target) && RenamedOutput.canRenameExclusively(fileSystem)) {
        return RenamedOutput.createExclusive(fileSystem, target, path, content);
      }
      FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(target);
      builder.overwrite(false);
      builder.recursive();
      // Makes S3A refuse at the moment of closing, when another writer was faster.
      builder.opt("fs.option.create.conditional.overwrite", true);
      try (OutputStream out = (OutputStream) builder.build()) {
        out.write(content);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException taken) {
      return false;
    } catch (IOException e) {
      // Not found: whoever took the name may have removed what it found half-written.
      boolean lost = e instanceof FileNotFoundException || isPreconditionFailure(e);
      if (lost && stat(path).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Path target = resolve(path);
    if (!fileSystem.delete(target, true) && fileSystem.exists(target)) {
      throw new IOException("Cannot delete " + target + ": the file system refused");
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private boolean isAbortable(Path target) throws IOException {
    return fileSystem.hasPathCapability(target, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  private static boolean isPreconditionFailure(IOException e) {
    String text = String.valueOf(e.getMessage());
    return text.contains("412") || text.contains("PreconditionFailed");
  }

  private FileStatus status(String path) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(resolve(path));
      if (status.isFile()) {
        return status;
      }
      throw new NoSuchFileException(resolve(path).toString(), null, "it is a folder");
    } catch (FileNotFoundException e) {
      NoSuchFileException absent = new NoSuchFileException(resolve(path).toString());
      absent.initCause(e);
      throw absent;
    }
  }

  private Path resolve(String path) {
    return path(rootPath + "/" + StorePaths.requireInside(path));
  }

  /** Built from parts, so that a colon in a name is not taken for a scheme. */
  private Path path(String absolute) {
    return new Path(root.getScheme(), root.getAuthority(), absolute);
  }

  private static FileInfo info(String path, FileStatus status) {
    return new FileInfo(path, status.getLen(), status.getModificationTime());
  }
}

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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.CallableRaisingIOE;
import org.apache.hadoop.util.functional.FutureIO;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.StorePaths;
import org.gristmill.storage.hub.HubIdentity;

/**
 * Files on a Hadoop file system. Where a stream can be aborted (object stores) a file is written in
 * place and appears when the stream is closed; elsewhere it is written under a hidden name and
 * renamed.
 */
final class HadoopStore implements Store {
  private static final String CONDITIONAL =
      Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;
  private static final String CONDITIONAL_ETAG =
      Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG;

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
    Path target = resolve(path);
    try {
      FileStatus status = ask(() -> fileSystem.getFileStatus(target));
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
    Path start = directory(directory);
    List<FileInfo> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> iterator = ask(() -> fileSystem.listFiles(start, true));
      while (ask(iterator::hasNext)) {
        LocatedFileStatus status = ask(iterator::next);
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
    FileStatus status = status(path);
    return ask(() -> HadoopRandomInput.open(fileSystem, status));
  }

  @Override
  public InputStream read(String path) throws IOException {
    Path target = status(path).getPath();
    return ask(() -> fileSystem.open(target));
  }

  @Override
  public AtomicOutput create(String path) throws IOException {
    Path target = resolve(path);
    return ask(
        () ->
            isAbortable(target)
                ? new AbortableOutput(fileSystem, target, path)
                : new RenamedOutput(fileSystem, target, path));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    Path target = resolve(path);
    try {
      if (!isAbortable(target) && RenamedOutput.canRenameExclusively(fileSystem)) {
        return RenamedOutput.createExclusive(fileSystem, target, path, content);
      }
      // Makes S3A refuse at the moment of closing, when another writer was faster.
      put(target, false, builder -> builder.opt(CONDITIONAL, true), content);
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException taken) {
      return false;
    } catch (IOException e) {
      // Not found: whoever took the name may have removed what it found half-written.
      boolean lost = e instanceof FileNotFoundException || isPreconditionFailure(e);
      if (lost && stat(path).isPresent()) {
        return false;
      }
      throw StoreFailure.explain(root, e);
    }
  }

  @Override
  public boolean replace(String path, byte[] seen, byte[] content) throws IOException {
    Path target = resolve(path);
    if (!fileSystem.hasPathCapability(target, CONDITIONAL_ETAG)) {
      return Store.super.replace(path, seen, content);
    }
    try {
      // The tag comes first: a file that changes after it was looked at has another one.
      FileStatus status = status(path);
      String tag = status instanceof EtagSource source ? source.getEtag() : null;
      if (tag == null) {
        return Store.super.replace(path, seen, content);
      }
      if (!holds(path, seen)) {
        return false;
      }
      put(target, true, builder -> builder.must(CONDITIONAL_ETAG, tag), content);
      return true;
    } catch (NoSuchFileException | FileNotFoundException absent) {
      return false;
    } catch (IOException e) {
      if (isPreconditionFailure(e)) {
        return false;
      }
      throw StoreFailure.explain(root, e);
    }
  }

  /** Writes a small file in one request, under a condition. */
  private void put(
      Path target,
      boolean overwrite,
      Consumer<FSDataOutputStreamBuilder<?, ?>> condition,
      byte[] content)
      throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(target);
    builder.overwrite(overwrite);
    builder.recursive();
    condition.accept(builder);
    try (OutputStream out = (OutputStream) builder.build()) {
      out.write(content);
    }
  }

  @Override
  public int abortUploads(String directory) throws IOException {
    Path start = directory(directory);
    boolean uploads =
        isAbortable(start)
            && fileSystem.hasPathCapability(start, CommonPathCapabilities.FS_MULTIPART_UPLOADER);
    if (!uploads) {
      return 0;
    }
    return ask(
        () -> {
          try (MultipartUploader uploader = fileSystem.createMultipartUploader(start).build()) {
            return FutureIO.awaitFuture(uploader.abortUploadsUnderPath(start));
          }
        });
  }

  @Override
  public void delete(String path) throws IOException {
    Path target = resolve(path);
    if (!ask(() -> fileSystem.delete(target, true)) && ask(() -> fileSystem.exists(target))) {
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
    Path target = resolve(path);
    try {
      FileStatus status = ask(() -> fileSystem.getFileStatus(target));
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

  private <T> T ask(CallableRaisingIOE<T> call) throws IOException {
    try {
      return call.apply();
    } catch (IOException e) {
      throw StoreFailure.explain(root, e);
    }
  }

  private Path directory(String directory) {
    StorePaths.requireDirectory(directory);
    return directory.isEmpty() ? path(rootPath.isEmpty() ? "/" : rootPath) : resolve(directory);
  }

  private Path resolve(String path) {
    return path(rootPath + "/" + StorePaths.requireInside(path));
  }

  /** Built from parts, so that a colon in a name is not taken for a scheme. */
  private Path path(String absolute) {
    return new Path(root.getScheme(), root.getAuthority(), absolute);
  }

  private static FileInfo info(String path, FileStatus status) {
    return new FileInfo(
        path, status.getLen(), status.getModificationTime(), HubIdentity.of(status));
  }
}

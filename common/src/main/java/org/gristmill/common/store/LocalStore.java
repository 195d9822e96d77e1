package org.gristmill.common.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Files on a local disk, or on a network file system that is mounted as one. Commit forces the file
 * and then its folder to disk, and renames in between.
 */
final class LocalStore implements Store {
  private final Path root;

  LocalStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public URI root() {
    String uri = root.toUri().toString();
    return URI.create(
        uri.endsWith("/") && uri.length() > 8 ? uri.substring(0, uri.length() - 1) : uri);
  }

  @Override
  public Optional<FileInfo> stat(String path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(resolve(path), BasicFileAttributes.class);
      return attributes.isRegularFile() ? Optional.of(info(path, attributes)) : Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (hasFileAsParent(path)) {
        return Optional.empty();
      }
      throw e;
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
    Path start = directory.isEmpty() ? root : root.resolve(directory);
    List<FileInfo> files = new ArrayList<>();
    if (!Files.isDirectory(start)) {
      return files;
    }
    Files.walkFileTree(
        start,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && wanted.test(file.getFileName().toString())) {
              files.add(info(relative(file), attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    files.sort(Comparator.comparing(FileInfo::path));
    return files;
  }

  @Override
  public RandomInput open(String path) throws IOException {
    return new LocalRandomInput(resolve(path));
  }

  @Override
  public InputStream read(String path) throws IOException {
    return Files.newInputStream(resolve(path));
  }

  @Override
  public AtomicOutput create(String path) throws IOException {
    return new LocalOutput(resolve(path), path);
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    Path target = resolve(path);
    Files.createDirectories(target.getParent());
    Path hidden = LocalOutput.newHiddenFile(target);
    try {
      Files.write(hidden, content, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
      try {
        // A link appears complete and fails if the name is taken.
        Files.createLink(target, hidden);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (UnsupportedOperationException | FileSystemException e) {
        Files.write(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
      }
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (NoSuchFileException removed) {
      // Whoever took the name may have removed what it found half-written.
      if (Files.exists(target)) {
        return false;
      }
      throw removed;
    } finally {
      Files.deleteIfExists(hidden);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Path target = resolve(path);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      deleteTree(target);
    } else {
      Files.deleteIfExists(target);
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }

  private static void deleteTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private boolean hasFileAsParent(String path) {
    Path parent = resolve(path).getParent();
    while (parent != null && !parent.equals(root)) {
      if (Files.isRegularFile(parent)) {
        return true;
      }
      parent = parent.getParent();
    }
    return false;
  }

  private Path resolve(String path) {
    return root.resolve(StorePaths.requireInside(path));
  }

  private String relative(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static FileInfo info(String path, BasicFileAttributes attributes) {
    return new FileInfo(path, attributes.size(), attributes.lastModifiedTime().toMillis());
  }
}

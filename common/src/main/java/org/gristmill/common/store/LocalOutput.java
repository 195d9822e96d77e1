package org.gristmill.common.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** A hidden file beside its target, renamed over it on commit. */
final class LocalOutput extends AtomicOutput {
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  private final Path target;
  private final Path hidden;
  private final FileChannel channel;

  LocalOutput(Path target, String path) throws IOException {
    super(path);
    this.target = target;
    Files.createDirectories(target.getParent());
    hidden = newHiddenFile(target);
    channel = FileChannel.open(hidden, StandardOpenOption.WRITE);
  }

  /** Makes an empty hidden file that no other attempt, in no other process, uses. */
  static Path newHiddenFile(Path target) throws IOException {
    String name = target.getFileName().toString();
    long process = ProcessHandle.current().pid();
    while (true) {
      String attempt = process + "-" + ATTEMPTS.incrementAndGet();
      try {
        return Files.createFile(target.resolveSibling(StorePaths.temporaryName(name, attempt)));
      } catch (FileAlreadyExistsException taken) {
        // A process of the same number on another machine, or a killed one: take the next name.
      }
    }
  }

  @Override
  protected void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  protected void publish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(target.getParent());
  }

  @Override
  protected void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(hidden);
  }

  /** Makes the rename itself durable where the system lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException unsupported) {
      // Some systems cannot open folders; the rename has happened all the same.
      return;
    }
  }
}

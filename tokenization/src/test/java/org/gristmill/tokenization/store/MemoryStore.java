package org.gristmill.tokenization.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/** Files in memory, for tests that write thousands of them. Counts reads. */
public final class MemoryStore implements Store {
  private final Map<String, byte[]> files = new TreeMap<>();
  private long reads;

  /** Positional reads so far. */
  public long reads() {
    return reads;
  }

  @Override
  public URI root() {
    return URI.create("memory:/");
  }

  @Override
  public synchronized Optional<FileInfo> stat(String path) {
    byte[] file = files.get(path);
    return file == null ? Optional.empty() : Optional.of(new FileInfo(path, file.length, 0));
  }

  @Override
  public synchronized List<FileInfo> list(String directory) {
    return files.entrySet().stream()
        .filter(file -> directory.isEmpty() || file.getKey().startsWith(directory + "/"))
        .map(file -> new FileInfo(file.getKey(), file.getValue().length, 0))
        .toList();
  }

  private synchronized byte[] file(String path) throws NoSuchFileException {
    byte[] file = files.get(path);
    if (file == null) {
      throw new NoSuchFileException(path);
    }
    return file;
  }

  @Override
  public List<FileInfo> unfinished(String directory) {
    return List.of();
  }

  @Override
  public RandomInput open(String path) throws NoSuchFileException {
    byte[] file = file(path);
    return new RandomInput() {
      @Override
      public long length() {
        return file.length;
      }

      @Override
      public void readFully(long position, ByteBuffer target) throws EOFException {
        reads++;
        if (position + target.remaining() > file.length) {
          throw new EOFException(path);
        }
        target.put(file, (int) position, target.remaining());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream read(String path) throws NoSuchFileException {
    return new ByteArrayInputStream(file(path));
  }

  @Override
  public AtomicOutput create(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new AtomicOutput(path) {
      @Override
      protected void append(ByteBuffer more) {
        byte[] chunk = new byte[more.remaining()];
        more.get(chunk);
        bytes.write(chunk, 0, chunk.length);
      }

      @Override
      protected void publish() {
        synchronized (MemoryStore.this) {
          files.put(path, bytes.toByteArray());
        }
      }

      @Override
      protected void discard() {}
    };
  }

  @Override
  public synchronized boolean createExclusive(String path, byte[] content) {
    return files.putIfAbsent(path, content.clone()) == null;
  }

  @Override
  public synchronized void delete(String path) {
    files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
  }
}

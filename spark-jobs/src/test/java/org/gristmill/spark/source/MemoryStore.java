package org.gristmill.spark.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/** A read-only store of byte arrays. */
class MemoryStore implements Store {
  private final Map<String, byte[]> files;

  MemoryStore(Map<String, byte[]> files) {
    this.files = files;
  }

  @Override
  public URI root() {
    return URI.create("memory:///");
  }

  @Override
  public Optional<FileInfo> stat(String path) {
    return Optional.ofNullable(files.get(path)).map(b -> new FileInfo(path, b.length, 0));
  }

  @Override
  public List<FileInfo> list(String directory) {
    return files.keySet().stream().sorted().map(p -> stat(p).orElseThrow()).toList();
  }

  @Override
  public List<FileInfo> unfinished(String directory) {
    return List.of();
  }

  @Override
  public RandomInput open(String path) throws IOException {
    byte[] content = content(path);
    return new RandomInput() {
      @Override
      public long length() {
        return content.length;
      }

      @Override
      public void readFully(long position, ByteBuffer target) throws IOException {
        if (position > content.length - target.remaining()) {
          throw new EOFException("past the end of " + path);
        }
        target.put(content, (int) position, target.remaining());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public InputStream read(String path) throws IOException {
    return new ByteArrayInputStream(content(path));
  }

  private byte[] content(String path) throws NoSuchFileException {
    byte[] content = files.get(path);
    if (content == null) {
      throw new NoSuchFileException(path);
    }
    return content;
  }

  @Override
  public AtomicOutput create(String path) {
    throw new UnsupportedOperationException("read-only");
  }

  @Override
  public boolean createExclusive(String path, byte[] content) {
    throw new UnsupportedOperationException("read-only");
  }

  @Override
  public void delete(String path) {
    throw new UnsupportedOperationException("read-only");
  }
}

package org.gristmill.common.work;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/** A store that asks whether a lease is still held before anything appears or goes in it. */
final class GuardedStore implements Store {
  private final Store store;
  private final Lease lease;

  GuardedStore(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  @Override
  public URI root() {
    return store.root();
  }

  @Override
  public Optional<FileInfo> stat(String path) throws IOException {
    return store.stat(path);
  }

  @Override
  public List<FileInfo> list(String directory) throws IOException {
    return store.list(directory);
  }

  @Override
  public List<FileInfo> unfinished(String directory) throws IOException {
    return store.unfinished(directory);
  }

  @Override
  public RandomInput open(String path) throws IOException {
    return store.open(path);
  }

  @Override
  public InputStream read(String path) throws IOException {
    return store.read(path);
  }

  @Override
  public AtomicOutput create(String path) throws IOException {
    return new Output(path, store.create(path));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    lease.ensureHeld();
    return store.createExclusive(path, content);
  }

  @Override
  public boolean replace(String path, byte[] seen, byte[] content) throws IOException {
    lease.ensureHeld();
    return store.replace(path, seen, content);
  }

  @Override
  public int abortUploads(String directory) throws IOException {
    lease.ensureHeld();
    return store.abortUploads(directory);
  }

  @Override
  public void delete(String path) throws IOException {
    lease.ensureHeld();
    store.delete(path);
  }

  @Override
  public String toString() {
    return store.toString();
  }

  private final class Output extends AtomicOutput {
    private final AtomicOutput output;

    Output(String path, AtomicOutput output) {
      super(path);
      this.output = output;
    }

    @Override
    protected void append(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        output.write(bytes);
      }
    }

    @Override
    protected void publish() throws IOException {
      lease.ensureHeld();
      output.commit();
    }

    @Override
    protected void discard() throws IOException {
      output.close();
    }
  }
}

package org.gristmill.common.store.testing;

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
import org.gristmill.common.store.testing.Faults.Operation;

/**
 * Asks {@link Faults} before every operation. The lease is left out: a process that fails gives it
 * back, one that is killed leaves it to whoever finds its owner dead.
 */
final class FaultStore implements Store {
  private final URI root;
  private final Store store;

  FaultStore(URI root, Store store) {
    String text = root.toString();
    this.root = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : root;
    this.store = store;
  }

  @Override
  public URI root() {
    return root;
  }

  @Override
  public Optional<FileInfo> stat(String path) throws IOException {
    before(Operation.STAT, path);
    return store.stat(path);
  }

  @Override
  public List<FileInfo> list(String directory) throws IOException {
    before(Operation.LIST, directory);
    return store.list(directory);
  }

  @Override
  public List<FileInfo> unfinished(String directory) throws IOException {
    Faults.before(Operation.LIST, directory);
    return store.unfinished(directory);
  }

  @Override
  public RandomInput open(String path) throws IOException {
    before(Operation.OPEN, path);
    RandomInput input = store.open(path);
    return new RandomInput() {
      @Override
      public long length() {
        return input.length();
      }

      @Override
      public void readFully(long position, ByteBuffer target) throws IOException {
        before(Operation.READ, path);
        input.readFully(position, target);
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }

  @Override
  public InputStream read(String path) throws IOException {
    before(Operation.OPEN, path);
    return store.read(path);
  }

  @Override
  public AtomicOutput create(String path) throws IOException {
    before(Operation.CREATE, path);
    return new Output(path, store.create(path));
  }

  @Override
  public boolean createExclusive(String path, byte[] content) throws IOException {
    before(Operation.CREATE_EXCLUSIVE, path);
    return store.createExclusive(path, content);
  }

  @Override
  public void delete(String path) throws IOException {
    before(Operation.DELETE, path);
    store.delete(path);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static void before(Operation operation, String path) {
    if (!path.startsWith("lease.json")) {
      Faults.before(operation, path);
    }
  }

  private static final class Output extends AtomicOutput {
    private final String path;
    private final AtomicOutput output;

    Output(String path, AtomicOutput output) {
      super(path);
      this.path = path;
      this.output = output;
    }

    @Override
    protected void append(ByteBuffer bytes) throws IOException {
      ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
      bytes.position(bytes.position() + half.remaining());
      writeAll(half);
      before(Operation.WRITE, path);
      writeAll(bytes);
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        output.write(bytes);
      }
    }

    @Override
    protected void publish() throws IOException {
      before(Operation.COMMIT, path);
      output.commit();
      before(Operation.COMMITTED, path);
    }

    /** A dead process leaves its temporary file behind. */
    @Override
    protected void discard() throws IOException {
      if (!Faults.isDown()) {
        output.close();
      }
    }
  }
}

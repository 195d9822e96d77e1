package org.gristmill.tokenization.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/** Keeps a bounded number of files open, least recently used closed first. Thread-safe. */
final class OpenFiles implements AutoCloseable {
  private static final int MOST_OPEN = 128;

  private final Store store;
  private final Map<String, Entry> open = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Entry {
    final RandomInput input;
    int users;

    Entry(RandomInput input) {
      this.input = input;
    }
  }

  /** Something done with an open file. */
  interface Action<T> {
    T with(RandomInput input) throws IOException;
  }

  OpenFiles(Store store) {
    this.store = store;
  }

  Store store() {
    return store;
  }

  /**
   * Reads a whole buffer.
   *
   * @throws CorruptDataException if the file ends before
   */
  void read(String path, long position, ByteBuffer target) throws IOException {
    int length = target.remaining();
    use(
        path,
        input -> {
          try {
            input.readFully(position, target);
          } catch (EOFException e) {
            throw new CorruptDataException(
                "Cannot read "
                    + path
                    + " at byte "
                    + position
                    + ": it ends before the "
                    + length
                    + " bytes that its index promises",
                e);
          }
          return target;
        });
  }

  <T> T use(String path, Action<T> action) throws IOException {
    Entry entry = acquire(path);
    try {
      return action.with(entry.input);
    } finally {
      release(entry);
    }
  }

  private synchronized Entry acquire(String path) throws IOException {
    Entry entry = open.get(path);
    if (entry == null) {
      entry = new Entry(store.open(path));
      open.put(path, entry);
    }
    entry.users++;
    return entry;
  }

  private synchronized void release(Entry entry) throws IOException {
    entry.users--;
    Iterator<Entry> eldest = open.values().iterator();
    while (open.size() > MOST_OPEN && eldest.hasNext()) {
      Entry candidate = eldest.next();
      if (candidate.users == 0) {
        eldest.remove();
        candidate.input.close();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Entry entry : open.values()) {
      entry.input.close();
    }
    open.clear();
  }
}

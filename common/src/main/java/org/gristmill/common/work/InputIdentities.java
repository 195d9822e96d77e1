package org.gristmill.common.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.recipe.Locations;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;

/**
 * Identities of input files, remembered by location, length and time of change in {@code
 * ingest/identities.json}, so that files are hashed once. Losing the file costs only time. Not
 * thread-safe.
 */
public final class InputIdentities {
  private static final String FILE = "ingest/identities.json";

  private record Entry(long bytes, long modifiedMillis, String identity) {}

  private final WorkDirectory work;
  private final Map<String, Entry> entries = new TreeMap<>();
  private boolean changed;

  private InputIdentities(WorkDirectory work) {
    this.work = work;
  }

  /**
   * Loads what is remembered.
   *
   * @param work the work directory
   * @return the identities; empty if the file is missing or damaged
   * @throws IOException if the file exists but cannot be read
   */
  public static InputIdentities load(WorkDirectory work) throws IOException {
    InputIdentities identities = new InputIdentities(work);
    try {
      ConfigTree tree = SealedJson.parse(FILE, work.store().readAll(FILE));
      for (Map.Entry<String, ConfigTree> entry : tree.entries().entrySet()) {
        ConfigTree value = entry.getValue();
        identities.entries.put(
            entry.getKey(),
            new Entry(
                value.at("bytes").asLong(),
                value.at("modified_millis").asLong(),
                value.at("identity").asText()));
      }
    } catch (NoSuchFileException absent) {
      return identities;
    } catch (ConfigException | CorruptDataException damaged) {
      identities.entries.clear();
    }
    return identities;
  }

  /**
   * Fills in the identities that are remembered; no file is read.
   *
   * @param files the files
   * @return the same files in the same order, some still without identity
   */
  public List<InputFile> recall(List<InputFile> files) {
    return files.stream()
        .map(
            file -> {
              Entry entry = entries.get(key(file));
              return !file.isIdentified()
                      && entry != null
                      && entry.bytes == file.bytes()
                      && entry.modifiedMillis == file.modifiedMillis()
                  ? file.withIdentity(entry.identity)
                  : file;
            })
        .toList();
  }

  /**
   * Fills in all identities, hashing the files that are not remembered, several at a time.
   *
   * @param files the files
   * @param settings file system settings
   * @return the same files in the same order, all identified
   * @throws IOException if a file cannot be read, or differs in length from its listing
   */
  public List<InputFile> identify(List<InputFile> files, Map<String, String> settings)
      throws IOException {
    List<InputFile> result = new ArrayList<>(recall(files));
    List<Callable<String>> tasks = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      InputFile file = result.get(i);
      if (!file.isIdentified()) {
        places.add(i);
        tasks.add(() -> hash(file, settings));
      }
    }
    List<String> hashes = runAll(tasks);
    for (int i = 0; i < places.size(); i++) {
      InputFile file = result.get(places.get(i)).withIdentity(hashes.get(i));
      result.set(places.get(i), file);
      entries.put(key(file), new Entry(file.bytes(), file.modifiedMillis(), file.identity()));
      changed = true;
    }
    return List.copyOf(result);
  }

  /**
   * Writes what is remembered, if it changed. The caller holds the lease.
   *
   * @throws IOException if the file system refuses
   */
  public void save() throws IOException {
    if (changed) {
      work.store().writeAtomically(FILE, SealedJson.bytes(entries));
      changed = false;
    }
  }

  private static String key(InputFile file) {
    return file.location();
  }

  private static List<String> runAll(List<Callable<String>> tasks) throws IOException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, tasks.size()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<String>> futures = pool.invokeAll(tasks);
      List<String> results = new ArrayList<>();
      for (Future<String> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while hashing inputs", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("Cannot hash inputs", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static String hash(InputFile file, Map<String, String> settings) throws IOException {
    Xxh128 hash = new Xxh128();
    byte[] buffer = new byte[1 << 18];
    long bytes = 0;
    try (Store store = Stores.open(Locations.parent(file.location()), settings);
        InputStream in = store.read(Locations.name(file.location()))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
        bytes += count;
      }
    }
    if (bytes != file.bytes()) {
      throw new IOException(
          "Cannot identify "
              + file.location()
              + ": it has "
              + bytes
              + " bytes, "
              + file.bytes()
              + " when it was listed; expected inputs that do not change during a run");
    }
    return hash.digest().hex();
  }
}

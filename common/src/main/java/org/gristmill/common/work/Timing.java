package org.gristmill.common.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * How long a stage took and how much memory its process had used at most by then: {@code
 * timing.json} beside the manifest, the place for everything that may differ between equal runs.
 * Sealed.
 *
 * @param seconds wall time
 * @param peakMemoryBytes largest resident memory of the process since it started; empty where the
 *     system does not say
 * @param files files beside it that no manifest lists, because they differ between equal runs, by
 *     path below its directory
 */
public record Timing(
    double seconds, OptionalLong peakMemoryBytes, SortedMap<String, FileDigest> files) {
  /** Copies the map. */
  public Timing {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * A timing without files.
   *
   * @param seconds wall time
   * @param peakMemoryBytes largest resident memory
   */
  public Timing(double seconds, OptionalLong peakMemoryBytes) {
    this(seconds, peakMemoryBytes, new TreeMap<>());
  }

  /**
   * Lists files too.
   *
   * @param listed length and checksum by path below the directory
   * @return a new timing
   */
  public Timing with(Map<String, FileDigest> listed) {
    TreeMap<String, FileDigest> all = new TreeMap<>(files);
    all.putAll(listed);
    return new Timing(seconds, peakMemoryBytes, all);
  }

  /** A running clock. */
  public static final class Watch {
    private final long start = System.nanoTime();

    private Watch() {}

    /**
     * Reads the clock.
     *
     * @return time since the start, and peak memory so far
     */
    public Timing stop() {
      return new Timing((System.nanoTime() - start) / 1e9, peakMemory());
    }
  }

  /**
   * Starts a clock.
   *
   * @return the clock
   */
  public static Watch start() {
    return new Watch();
  }

  /**
   * Largest resident memory of this process so far.
   *
   * @return bytes, from {@code VmHWM} of {@code /proc/self/status}; empty on other systems
   */
  public static OptionalLong peakMemory() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException unreadable) {
      return OptionalLong.empty();
    }
  }

  /**
   * Writes the file.
   *
   * @param store where to
   * @param directory folder of the manifest; empty for the root
   * @throws IOException if the file system refuses
   */
  public void write(Store store, String directory) throws IOException {
    Map<String, Object> root = new TreeMap<>();
    root.put("seconds", Math.round(seconds * 1000) / 1000.0);
    peakMemoryBytes.ifPresent(bytes -> root.put("peakMemoryBytes", bytes));
    if (!files.isEmpty()) {
      root.put("files", ManifestFile.list(files));
    }
    store.writeAtomically(path(directory), SealedJson.bytes(root));
  }

  private static String path(String directory) {
    return directory.isEmpty() ? WorkDirectory.TIMING : directory + "/" + WorkDirectory.TIMING;
  }

  /**
   * Reads the file.
   *
   * @param store where it lies
   * @param directory folder of the manifest; empty for the root
   * @return the timing, or empty if there is no such file
   * @throws CorruptDataException if it is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<Timing> read(Store store, String directory) throws IOException {
    String path = path(directory);
    try {
      ConfigTree tree = SealedJson.parse(path, store.readAll(path));
      Optional<ConfigTree> peak = tree.find("peakMemoryBytes");
      return Optional.of(
          new Timing(
              tree.at("seconds").asDouble(),
              peak.isPresent() ? OptionalLong.of(peak.get().asLong()) : OptionalLong.empty(),
              files(tree)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CorruptDataException("Cannot read timing " + path + ": " + e.getMessage(), e);
    }
  }

  private static SortedMap<String, FileDigest> files(ConfigTree tree) {
    TreeMap<String, FileDigest> files = new TreeMap<>();
    tree.find("files").map(ConfigTree::items).orElse(List.of()).stream()
        .map(ManifestFile::parse)
        .forEach(file -> files.put(file.path(), file.digest()));
    return files;
  }
}

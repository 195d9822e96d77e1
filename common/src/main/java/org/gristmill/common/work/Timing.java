package org.gristmill.common.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.Store;

/**
 * How long a stage took and how much memory its process had used at most by then: {@code
 * timing.json} beside the manifest, the place for everything that may differ between equal runs.
 *
 * @param seconds wall time
 * @param peakMemoryBytes largest resident memory of the process since it started; empty where the
 *     system does not say
 */
public record Timing(double seconds, OptionalLong peakMemoryBytes) {
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
   * @param directory folder of the manifest
   * @throws IOException if the file system refuses
   */
  public void write(Store store, String directory) throws IOException {
    Map<String, Object> root = new TreeMap<>();
    root.put("seconds", Math.round(seconds * 1000) / 1000.0);
    peakMemoryBytes.ifPresent(bytes -> root.put("peakMemoryBytes", bytes));
    store.writeAtomically(
        directory + "/" + WorkDirectory.TIMING,
        CanonicalJson.pretty(root).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the file.
   *
   * @param store where it lies
   * @param directory folder of the manifest
   * @return the timing, or empty if there is no such file
   * @throws CorruptDataException if it is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<Timing> read(Store store, String directory) throws IOException {
    String path = directory + "/" + WorkDirectory.TIMING;
    try {
      String json = new String(store.readAll(path), StandardCharsets.UTF_8);
      ConfigTree tree = YamlConfig.parseJson(path, json);
      Optional<ConfigTree> peak = tree.find("peakMemoryBytes");
      return Optional.of(
          new Timing(
              tree.at("seconds").asDouble(),
              peak.isPresent() ? OptionalLong.of(peak.get().asLong()) : OptionalLong.empty()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (ConfigException e) {
      throw new CorruptDataException("Cannot read timing " + path + ": " + e.getMessage(), e);
    }
  }
}

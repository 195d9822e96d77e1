package org.gristmill.common.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.Store;

/**
 * What an artefact is made of and from: {@code manifest.json} of a stage, {@code unit.json} of a
 * unit. Written last: a directory without it is no artefact. Holds no time, host, absolute path or
 * partition count, so equal work gives equal bytes. Immutable.
 */
public final class Manifest {
  private static final long SEALED_SINCE = 2;

  private final ConfigTree tree;

  Manifest(ConfigTree tree) {
    this.tree = tree;
  }

  /**
   * Starts a manifest.
   *
   * @param stage stage of the artefact
   * @param fingerprint its fingerprint
   * @return builder
   */
  public static ManifestBuilder builder(Stage stage, String fingerprint) {
    return new ManifestBuilder(stage, fingerprint);
  }

  /**
   * Reads a manifest.
   *
   * @param store where it lies
   * @param path its path
   * @return the manifest, or empty if there is no such file, or one of an older format: what an
   *     older version of the program wrote is no artefact for this one
   * @throws CorruptDataException if it is damaged or of a newer format version
   * @throws IOException if it cannot be read
   */
  public static Optional<Manifest> read(Store store, String path) throws IOException {
    try {
      byte[] bytes = store.readAll(path);
      return isOlder(bytes) ? Optional.empty() : Optional.of(parse(path, bytes));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Manifests had no seal before version 2. */
  private static boolean isOlder(byte[] bytes) {
    if (SealedJson.isSealed(bytes)) {
      return false;
    }
    try {
      ConfigTree tree = YamlConfig.parseJson("manifest", new String(bytes, StandardCharsets.UTF_8));
      return tree.at("formatVersion").asLong() < SEALED_SINCE
          && Stage.of(tree.at("stage").asText()).formatVersion() >= SEALED_SINCE;
    } catch (ConfigException damaged) {
      return false;
    }
  }

  static Manifest parse(String path, byte[] bytes) {
    ConfigTree tree = SealedJson.parse(path, bytes);
    try {
      Manifest manifest = new Manifest(tree);
      Stage stage = Stage.of(tree.at("stage").asText());
      if (tree.at("formatVersion").asLong() > stage.formatVersion()) {
        throw new CorruptDataException(
            "Cannot read "
                + path
                + ": format version "
                + tree.at("formatVersion").asLong()
                + "; expected at most "
                + stage.formatVersion()
                + ", written by a newer version of the program");
      }
      manifest.fingerprint();
      manifest.files();
      manifest.units();
      return manifest;
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CorruptDataException("Cannot read manifest " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stage of the artefact.
   *
   * @return the stage
   */
  public Stage stage() {
    return Stage.of(tree.at("stage").asText());
  }

  /**
   * Fingerprint of the artefact.
   *
   * @return hexadecimal digits
   */
  public String fingerprint() {
    return tree.at("fingerprint").asText();
  }

  /**
   * Units the artefact covers.
   *
   * @return unit fingerprints in the order in which they were given
   */
  public List<String> units() {
    return tree.at("units").items().stream().map(ConfigTree::asText).toList();
  }

  /**
   * Files of the artefact.
   *
   * @return files sorted by path
   */
  public List<ManifestFile> files() {
    return tree.at("files").items().stream().map(ManifestFile::parse).toList();
  }

  /**
   * One count.
   *
   * @param name dotted name, e.g. {@code documents.in}
   * @return the count; 0 if it is absent
   */
  public long count(String name) {
    return tree.at("counts").find(name).map(ConfigTree::asLong).orElse(0L);
  }

  /**
   * All counts.
   *
   * @return counts by dotted name, sorted
   */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    tree.at("counts").entries().forEach((name, value) -> counts.put(name, value.asLong()));
    return counts;
  }

  /**
   * A detail that only this stage has.
   *
   * @param key name
   * @return its value, or empty
   */
  public Optional<ConfigTree> detail(String key) {
    return tree.at("details").find(key);
  }

  /**
   * Everything, for reading fields without an accessor.
   *
   * @return the root of the JSON
   */
  public ConfigTree tree() {
    return tree;
  }

  /**
   * The bytes of the file.
   *
   * @return canonical indented JSON with its seal, in UTF-8
   */
  public byte[] bytes() {
    return SealedJson.bytes(tree);
  }

  /**
   * Writes the manifest in one atomic step, which makes the artefact exist.
   *
   * @param store where to
   * @param path its path
   * @throws IOException if the file system refuses
   */
  public void write(Store store, String path) throws IOException {
    store.writeAtomically(path, bytes());
  }

  /**
   * Re-reads every file and compares its length and checksum.
   *
   * @param store where the artefact lies
   * @param directory folder of the manifest
   * @return one sentence per file that differs, in path order; empty if all is well
   * @throws IOException if a file exists but cannot be read
   */
  public List<String> verify(Store store, String directory) throws IOException {
    return Verification.check(store, directory, files());
  }
}

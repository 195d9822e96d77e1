package org.gristmill.cli;

import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * What a JSON file says about the other files of its directory: {@code manifest.json} of a stage,
 * {@code unit.json} of a unit, {@code state.json} of a checkpoint; {@code timing.json} says it
 * about files that differ between equal runs.
 *
 * @param path of the JSON file
 * @param tree its content
 * @param files length and checksum by path below the same root
 */
record FileClaims(String path, ConfigTree tree, Map<String, FileDigest> files) {

  /** Names of files that complete an artefact. */
  static final List<String> NAMES = List.of("manifest.json", "unit.json", "state.json");

  /** Names of all files that make claims. */
  static final List<String> ALL_NAMES =
      List.of("manifest.json", "unit.json", "state.json", "timing.json");

  /** Whether a file completes an artefact. */
  static boolean completes(String path) {
    return NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Whether a file makes claims. */
  static boolean isClaims(String path) {
    return ALL_NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * Reads the claims.
   *
   * @throws CorruptDataException if the file is not what its name says
   */
  static FileClaims read(Store store, String path) throws IOException {
    ConfigTree tree = SealedJson.parse(path, store.readAll(path));
    try {
      String directory = path.substring(0, path.lastIndexOf('/') + 1);
      Map<String, FileDigest> files = new LinkedHashMap<>();
      Optional<ConfigTree> listed = tree.find("files");
      if (listed.isPresent() && listed.get().isList()) {
        for (ConfigTree file : listed.get().items()) {
          files.put(directory + file.at("path").asText(), digest(file, "bytes", "xxh64"));
        }
      } else if (listed.isPresent()) {
        for (Map.Entry<String, ConfigTree> file : listed.get().entries().entrySet()) {
          files.put(directory + file.getKey(), digest(file.getValue(), "bytes", "xxh64"));
        }
      }
      return new FileClaims(path, tree, files);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CorruptDataException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static FileDigest digest(ConfigTree tree, String bytes, String checksum) {
    return new FileDigest(
        tree.at(bytes).asLong(), HexFormat.fromHexDigitsToLong(tree.at(checksum).asText()));
  }

  /** Directory of the artefact with a slash at its end; empty at the root. */
  String directory() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}

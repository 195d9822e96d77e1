package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.store.FileDigest;

/**
 * A file an artefact consists of.
 *
 * @param path relative to the directory of the manifest
 * @param digest its length and checksum
 */
public record ManifestFile(String path, FileDigest digest) {
  static ManifestFile parse(ConfigTree tree) {
    return new ManifestFile(
        tree.at("path").asText(),
        new FileDigest(
            tree.at("bytes").asLong(), HexFormat.fromHexDigitsToLong(tree.at("xxh64").asText())));
  }

  /** The JSON of files by path. */
  static List<Object> list(SortedMap<String, FileDigest> files) {
    List<Object> list = new ArrayList<>();
    files.forEach(
        (path, digest) ->
            list.add(Map.of("path", path, "bytes", digest.bytes(), "xxh64", digest.xxh64Hex())));
    return list;
  }
}

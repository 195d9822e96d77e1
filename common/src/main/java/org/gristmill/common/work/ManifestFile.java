package org.gristmill.common.work;

import java.util.HexFormat;
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
}

package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * What a finished part holds; written last, so that a part with a record is complete.
 *
 * @param stratum stratum path
 * @param kind tokens or validation
 * @param documents its documents
 * @param tokens its tokens
 * @param licenses its tokens by licence, under the empty text those whose source names none
 * @param files length and checksum (16 hexadecimal digits) of its files by path below the stage
 */
record PartRecord(
    String kind,
    String stratum,
    long documents,
    long tokens,
    TreeMap<String, Long> licenses,
    TreeMap<String, Long> files,
    TreeMap<String, String> checksums)
    implements Serializable {

  void write(Store work, String path) throws IOException {
    work.writeAtomically(path, SealedJson.bytes(this));
  }

  static Optional<PartRecord> read(Store work, String path) throws IOException {
    if (work.stat(path).isEmpty()) {
      return Optional.empty();
    }
    ConfigTree tree = SealedJson.parse(path, work.readAll(path));
    TreeMap<String, Long> licenses = new TreeMap<>();
    tree.at("licenses").entries().forEach((name, value) -> licenses.put(name, value.asLong()));
    TreeMap<String, Long> files = new TreeMap<>();
    tree.at("files").entries().forEach((name, value) -> files.put(name, value.asLong()));
    TreeMap<String, String> checksums = new TreeMap<>();
    tree.at("checksums").entries().forEach((name, value) -> checksums.put(name, value.asText()));
    return Optional.of(
        new PartRecord(
            tree.at("kind").asText(),
            tree.at("stratum").asText(),
            tree.at("documents").asLong(),
            tree.at("tokens").asLong(),
            licenses,
            files,
            checksums));
  }

  /** Length and checksum of the files by path below the stage's directory. */
  Map<String, FileDigest> digests() {
    TreeMap<String, FileDigest> digests = new TreeMap<>();
    files.forEach(
        (path, bytes) ->
            digests.put(
                path, new FileDigest(bytes, Long.parseUnsignedLong(checksums.get(path), 16))));
    return digests;
  }
}

package org.gristmill.spark.mix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.shard.Shards;

/**
 * What a finished shard holds; written after it, so that a shard with a record is complete.
 *
 * @param rows its rows
 * @param delivered tokens by stratum number
 * @param padded places behind the rows' lengths
 * @param bytes length of the file
 * @param xxh64 its checksum, 16 hexadecimal digits
 */
record ShardRecord(long rows, List<Long> delivered, long padded, long bytes, String xxh64) {
  static ShardRecord of(Shards.Summary summary) {
    return new ShardRecord(
        summary.rows(),
        summary.strataTokens(),
        summary.paddedTokens(),
        summary.digest().bytes(),
        summary.digest().xxh64Hex());
  }

  static String path(String directory, String kind, int shard) {
    return String.format(Locale.ROOT, "%s/progress/%s-%05d.json", directory, kind, shard);
  }

  void write(Store store, String path) throws IOException {
    store.writeAtomically(path, SealedJson.bytes(this));
  }

  static Optional<ShardRecord> read(Store store, String path) throws IOException {
    if (store.stat(path).isEmpty()) {
      return Optional.empty();
    }
    ConfigTree tree = SealedJson.parse(path, store.readAll(path));
    List<Long> delivered = new ArrayList<>();
    tree.at("delivered").items().forEach(tokens -> delivered.add(tokens.asLong()));
    return Optional.of(
        new ShardRecord(
            tree.at("rows").asLong(),
            delivered,
            tree.at("padded").asLong(),
            tree.at("bytes").asLong(),
            tree.at("xxh64").asText()));
  }

  FileDigest digest() {
    return new FileDigest(bytes, Long.parseUnsignedLong(xxh64, 16));
  }
}

package org.gristmill.spark.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.stream.Row;

/** Reads the rows of a mix. */
final class Rows {
  private Rows() {}

  /** {@code input_ids} of every training and validation row. */
  static List<List<Integer>> of(Path mix) throws IOException {
    List<List<Integer>> rows = new ArrayList<>();
    try (Store store = Stores.open(mix.toString(), Map.of())) {
      for (String kind : List.of("shards", "validation")) {
        try (ShardRows shards = ShardRows.open(store, kind)) {
          Row row = new Row(shards.info().rowTokens());
          for (long r = 0; r < shards.rows(); r++) {
            shards.read(r, row);
            rows.add(Arrays.stream(row.inputIds()).boxed().toList());
          }
        }
      }
    }
    return rows;
  }
}

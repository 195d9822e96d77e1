package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Manifest;
import org.gristmill.common.work.Stage;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.shard.RowSource;
import org.gristmill.tokenization.shard.ShardRows;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.shard.VirtualRows;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.MixSpecJson;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mix stage with every value of {@code mix.packing}. */
class PackingIT {
  @TempDir private Path folder;

  @Test
  void everyPackingWritesTheRowsAndBytesThatAReaderOfTheTokenStoreMakes() throws IOException {
    Bench bench = new Bench(folder);
    Corpus.jsonl(bench.input("a.jsonl"), Corpus.texts(5, 60));
    Set<List<String>> different = new HashSet<>();
    for (Packer packer : Packer.all()) {
      List<Path> known = bench.directories(Stage.MIX);
      bench.run("mix.packing=" + packer.name());
      List<Path> now = new ArrayList<>(bench.directories(Stage.MIX));
      now.removeAll(known);
      assertThat(now).hasSize(1);
      different.add(check(now.get(0), bench.only(Stage.TOKENIZE), packer.name()));
    }
    // Best fit with and without a buffer make the same rows of windows as small as these.
    assertThat(different).hasSizeGreaterThanOrEqualTo(Packer.all().size() - 1);
  }

  private List<String> check(Path mix, Path tokenize, String packing) throws IOException {
    try (Store store = Stores.open(mix.toString(), Map.of());
        Store tokenStore = Stores.open(tokenize.toString(), Map.of());
        TokenStore tokens = TokenStore.open(tokenStore, "");
        Store elsewhere = Stores.open(folder.resolve("virtual-" + packing).toString(), Map.of());
        ShardRows written = ShardRows.open(store, "shards")) {
      MixSpec spec = MixSpecJson.read(store.readAll(MixSpecJson.FILE), MixSpecJson.FILE);
      assertThat(spec.packing()).isEqualTo(packing);
      Manifest manifest = Manifest.read(store, WorkDirectory.MANIFEST).orElseThrow();
      assertThat(manifest.count("tokens.taken")).isEqualTo(20_000);
      assertThat(manifest.count("tokens.delivered") + manifest.count("tokens.cropped"))
          .isEqualTo(20_000);
      List<String> rows = rows(written);
      assertThat(rows).isEqualTo(rows(new VirtualRows(tokens, spec)));
      assertThat((long) rows.size()).isEqualTo(manifest.count("rows"));
      sameBytes(RowStream.training(tokens, spec), store, elsewhere, "shards");
      sameBytes(RowStream.validation(tokens, spec), store, elsewhere, "validation");
      return rows;
    }
  }

  private static void sameBytes(RowStream stream, Store mix, Store elsewhere, String kind)
      throws IOException {
    assertThat(Shards.count(stream)).isPositive();
    for (int shard = 0; shard < Shards.count(stream); shard++) {
      String path = Shards.path(kind, shard);
      Shards.write(stream, elsewhere, kind, shard);
      assertThat(mix.readAll(path)).as(path).isEqualTo(elsewhere.readAll(path));
    }
    assertThat(mix.list(kind)).hasSize(Shards.count(stream));
  }

  private static List<String> rows(RowSource source) throws IOException {
    List<String> rows = new ArrayList<>();
    Row row = new Row(source.info().rowTokens());
    for (long r = 0; r < source.rows(); r++) {
      source.read(r, row);
      rows.add(row.toString());
    }
    return rows;
  }
}

package org.gristmill.tokenization.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.pack.Packer;
import org.gristmill.tokenization.pack.PackingFigures;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.MemoryStore;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.Row;
import org.gristmill.tokenization.stream.RowStream;
import org.gristmill.tokenization.stream.WindowRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardsTest {
  private static final String EN = "en/prose/long/all";
  private static final String ZH = "zh/prose/long/all";

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void writeStore() throws IOException {
    Documents.write(store, "t", "tokens", EN, 0, 1, Documents.random(400, 300, 1));
    Documents.write(store, "t", "tokens", ZH, 0, 0, Documents.random(200, 500, 2));
  }

  private static MixSpec.Builder spec() {
    return MixSpec.builder()
        .sequenceLength(15)
        .windowRows(100)
        .seed(3)
        .tokenizer("fingerprint", 60_001, 60_000)
        .specialToken("<|endoftext|>", 60_000)
        .stratum(EN, 40_000)
        .stratum("en/none/all/all", 0)
        .stratum(ZH, 25_123);
  }

  private List<Shards.Summary> write(MixSpec spec, String directory) throws IOException {
    List<Shards.Summary> summaries = new ArrayList<>();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      RowStream stream = RowStream.training(tokens, spec);
      for (int shard = Shards.count(stream) - 1; shard >= 0; shard--) {
        summaries.add(Shards.write(stream, store, directory, shard));
      }
    }
    return summaries;
  }

  private static List<String> all(RowSource rows) throws IOException {
    List<String> all = new ArrayList<>();
    Row row = new Row(rows.info().rowTokens());
    for (long r = 0; r < rows.rows(); r++) {
      rows.read(r, row);
      all.add(row.toString());
    }
    return all;
  }

  @Test
  void virtualRowsEqualWrittenRowsForShardsOfAnySize() throws IOException {
    List<String> virtual;
    try (TokenStore tokens = TokenStore.open(store, "t");
        VirtualRows rows = new VirtualRows(tokens, spec().build())) {
      virtual = all(rows);
      assertThat(rows.strata()).containsExactly(EN, "en/none/all/all", ZH);
    }
    int shards = 0;
    for (long shardBytes : new long[] {1, 20_000, 70_000, 1L << 40}) {
      String directory = "shards" + shardBytes;
      List<Shards.Summary> summaries = write(spec().shardBytes(shardBytes).build(), directory);
      assertThat(summaries.size()).isNotEqualTo(shards);
      shards = summaries.size();
      long[] taken = new long[3];
      long rowsWritten = 0;
      long padded = 0;
      for (Shards.Summary summary : summaries) {
        for (int s = 0; s < 3; s++) {
          taken[s] += summary.strataTokens().get(s);
        }
        rowsWritten += summary.rows();
        padded += summary.paddedTokens();
      }
      assertThat(taken).containsExactly(40_000, 0, 25_123);
      assertThat(padded).isEqualTo(rowsWritten * 16 - 65_123);
      try (ShardRows rows = ShardRows.open(store, directory)) {
        assertThat(rows.info()).isEqualTo(ShardInfo.of(spec().build()));
        assertThat(all(rows)).isEqualTo(virtual);
      }
    }
    assertThat(shards).isEqualTo(1);
  }

  @Test
  void everyPackingKeepsBudgetsAndGivesTheSameRowsVirtuallyAndWritten() throws IOException {
    Set<List<String>> different = new HashSet<>();
    for (Packer packer : Packer.all()) {
      MixSpec spec = spec().packing(packer.name()).shardBytes(20_000).build();
      PackingFigures figures;
      List<String> virtual;
      try (TokenStore tokens = TokenStore.open(store, "t");
          VirtualRows rows = new VirtualRows(tokens, spec)) {
        virtual = all(rows);
        RowStream stream = RowStream.training(tokens, spec);
        figures = stream.packing();
        assertThat(stream.tokens()).containsExactly(40_000, 0, 25_123);
      }
      String directory = "packed-" + packer.name();
      long delivered = 0;
      long padded = 0;
      for (Shards.Summary summary : write(spec, directory)) {
        delivered += summary.strataTokens().stream().mapToLong(Long::longValue).sum();
        padded += summary.paddedTokens();
      }
      try (ShardRows rows = ShardRows.open(store, directory)) {
        assertThat(all(rows)).as(packer.name()).isEqualTo(virtual);
      }
      assertThat(delivered + figures.croppedTokens()).isEqualTo(65_123);
      assertThat(padded)
          .isEqualTo(figures.paddedTokens())
          .isEqualTo(virtual.size() * 16L - delivered);
      assertThat(figures.rows()).isEqualTo(virtual.size());
      assertThat(figures.croppedTokens() > 0).isEqualTo(packer.name().equals("best_fit_crop"));
      boolean neverCut = packer.name().equals("best_fit") || packer.name().equals("best_fit_pad");
      assertThat(figures.documentsCut() - figures.documentsLongerThanRow())
          .isBetween(0L, neverCut ? 2L : Long.MAX_VALUE);
      assertThat(different.add(virtual)).isTrue();
    }
  }

  @Test
  void bestFitRowsAreShuffledInsideTheirWindowOnly() throws IOException {
    MixSpec spec = spec().packing("best_fit").build();
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      RowStream shuffled = RowStream.training(tokens, spec);
      RowStream concat = RowStream.training(tokens, spec().build());
      for (long w = 0; w < shuffled.windows(); w++) {
        assertThat(shuffled.tokensBefore(w)).isEqualTo(concat.tokensBefore(w));
        List<Integer> lengths = new ArrayList<>();
        Row row = new Row(16);
        WindowRows window = shuffled.window(w);
        for (int r = 0; r < window.rows(); r++) {
          window.read(r, row);
          lengths.add(row.segments());
        }
        List<Integer> sorted = new ArrayList<>(lengths);
        sorted.sort(null);
        assertThat(lengths).isNotEqualTo(sorted);
      }
    }
  }

  @Test
  void rowsCanBeReadInAnyOrder() throws IOException {
    write(spec().shardBytes(20_000).build(), "s");
    try (TokenStore tokens = TokenStore.open(store, "t");
        VirtualRows virtual = new VirtualRows(tokens, spec().build());
        ShardRows written = ShardRows.open(store, "s")) {
      Random random = new Random(5);
      Row row = new Row(16);
      for (int i = 0; i < 200; i++) {
        long r = random.nextInt((int) written.rows());
        virtual.read(r, row);
        String expected = row.toString();
        written.read(r, row);
        assertThat(row).hasToString(expected);
      }
      assertThatThrownBy(() -> virtual.read(written.rows(), row))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Row " + written.rows() + " of " + written.rows());
      assertThatThrownBy(() -> written.read(-1, row))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Row -1 of " + written.rows());
    }
  }

  @Test
  void equalMixesGiveEqualBytes() throws IOException {
    write(spec().build(), "a");
    write(spec().build(), "b");
    assertThat(store.readAll("a/shard-00000.arrow"))
        .isEqualTo(store.readAll("b/shard-00000.arrow"));
  }

  @Test
  void aWindowIsReadWithFewRanges() throws IOException {
    try (TokenStore tokens = TokenStore.open(store, "t")) {
      RowStream stream = RowStream.training(tokens, spec().build());
      stream.window(0);
      long before = store.reads();
      stream.window(1);
      assertThat(store.reads() - before).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    write(spec().shardBytes(20_000).build(), "s");
    store.delete("s/shard-00002.arrow");
    assertThatThrownBy(() -> ShardRows.open(store, "s"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage("Cannot open shards in s: s/shard-00002.arrow is missing");
  }

  @Test
  void brokenShardsGiveAClearErrorOrReadToTheEnd() throws IOException {
    MixSpec small =
        MixSpec.builder()
            .sequenceLength(7)
            .windowRows(100)
            .tokenizer("fingerprint", 60_001, 60_000)
            .stratum(EN, 9000)
            .build();
    write(small, "s");
    byte[] whole = store.readAll("s/shard-00000.arrow");
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] broken = whole.clone();
      int area = random.nextInt(4);
      int at =
          area == 0
              ? random.nextInt(3000)
              : area == 1 ? whole.length - 1 - random.nextInt(3000) : random.nextInt(whole.length);
      broken[at] = (byte) random.nextInt(256);
      if (random.nextInt(10) == 0) {
        broken = Arrays.copyOf(broken, random.nextInt(whole.length));
      }
      store.writeAtomically("broken/shard-00000.arrow", broken);
      try (ShardReader reader = ShardReader.open(store, "broken/shard-00000.arrow")) {
        Row row = new Row(Math.max(2, Math.min(reader.info().rowTokens(), 1 << 16)));
        for (long r = 0; r < reader.rows(); r += 1024) {
          reader.read(r, row);
        }
      } catch (CorruptDataException e) {
        assertThat(e).hasMessageContaining("broken/shard-00000.arrow");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}

package org.gristmill.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.shard.RowSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixDataTest {

  @TempDir Path folder;

  @Test
  void shardsAndTokenStoreGiveTheSameBatches() throws Exception {
    try (Store store = Stores.open(folder.toUri().toString(), Map.of())) {
      SmallStore.write(store, 3000);
      try (MixData shards = MixData.shards(store, SmallStore.MIX);
          MixData virtual =
              MixData.virtual(store, SmallStore.TOKENS, SmallStore.MIX + "/plan.json")) {
        assertThat(shards.training().rows()).isGreaterThan(150);
        assertThat(shards.fingerprint()).isEqualTo(virtual.fingerprint());
        assertSame(shards.training(), virtual.training());
        assertSame(shards.validation().orElseThrow(), virtual.validation().orElseThrow());
      }
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      assertThatThrownBy(() -> MixData.shards(store, "nothing"))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("Cannot train on ")
          .hasMessageEndingWith(
              "nothing: there are no shards; expected shard-00000.arrow, or"
                  + " shards/shard-00000.arrow");
    }
  }

  private static void assertSame(RowSource one, RowSource other) throws Exception {
    assertThat(one.rows()).isEqualTo(other.rows());
    int length = one.info().sequenceLength();
    StratifiedBatch a = new StratifiedBatch(3, length);
    StratifiedBatch b = new StratifiedBatch(3, length);
    BatchReader readerA = new BatchReader(one);
    BatchReader readerB = new BatchReader(other);
    for (long row = 0; row + 3 <= one.rows(); row += 3) {
      for (int place = 0; place < 3; place++) {
        readerA.read(row + place, a, place);
        readerB.read(row + place, b, place);
      }
      assertThat(b.rows.inputs).isEqualTo(a.rows.inputs);
      assertThat(b.rows.segmentStarts).isEqualTo(a.rows.segmentStarts);
      assertThat(b.rows.targets).isEqualTo(a.rows.targets);
      assertThat(b.rows.weights).isEqualTo(a.rows.weights);
      assertThat(b.strata).isEqualTo(a.strata);
    }
  }
}

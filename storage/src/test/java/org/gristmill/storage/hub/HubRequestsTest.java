package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gristmill.storage.hub.HubBench.bytes;
import static org.gristmill.storage.hub.HubBench.path;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.util.functional.FutureIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan says that reading takes is what it takes. */
class HubRequestsTest {
  private static final String FILE = "hf://datasets/o/n/x.parquet";

  @Test
  void filesElsewhereTakeNone() {
    assertThat(HubRequests.of("s3a://b/x", 10)).isEqualTo(HubRequests.NONE);
    assertThat(HubRequests.of("/x", 10)).isEqualTo(HubRequests.NONE);
  }

  @Test
  void rangesGrowToTheirLargest() {
    assertThat(HubRequests.of(FILE, 0)).isEqualTo(new HubRequests(1, 0));
    assertThat(HubRequests.of(FILE, 1)).isEqualTo(new HubRequests(1, 1));
    assertThat(HubRequests.of(FILE, 1 << 19)).isEqualTo(new HubRequests(1, 1));
    assertThat(HubRequests.of(FILE, (1 << 19) + 1)).isEqualTo(new HubRequests(1, 2));
    // The end, seven ranges from 64 KiB to 4 MiB, and the rest in ranges of 8 MiB.
    assertThat(HubRequests.of(FILE, 150_207_368)).isEqualTo(new HubRequests(1, 25));
    assertThat(HubRequests.of(FILE, 1L << 40).data()).isBetween(131_072L, 131_082L);
    assertThat(HubRequests.of(FILE, 5).plus(HubRequests.of(FILE, 0)))
        .isEqualTo(new HubRequests(2, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 700_000, 5_000_000, 30_000_000})
  void readingTakesAsManyAsSaid(int length) throws IOException {
    byte[] content = bytes(length, length);
    try (HubBench bench = new HubBench(Map.of("x.bin", content))) {
      HubFileSystem fileSystem = bench.open();
      long start = bench.asked("hub").size();
      try (FSDataInputStream in =
          FutureIO.awaitFuture(
              fileSystem
                  .openFile(path("x.bin"))
                  .opt("fs.option.openfile.length", Integer.toString(length))
                  .opt("fs.option.openfile.read.policy", "random")
                  .build())) {
        in.readFully(length - 8L, new byte[8]);
        byte[] page = new byte[1000];
        for (int at = 0; at < length; at += page.length) {
          in.readFully(at, page);
        }
      }
      HubRequests said = HubRequests.of(FILE, length);
      // Besides the revision.
      assertThat(bench.asked("hub")).hasSize((int) (start + 1 + said.counted()));
      assertThat(bench.asked("data").size()).isBetween((int) said.data() - 1, (int) said.data());
    }
  }
}

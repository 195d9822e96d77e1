package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.storage.hub.HubBench.bytes;
import static org.gristmill.storage.hub.HubBench.path;
import static org.gristmill.storage.hub.HubBench.readAll;
import static org.gristmill.storage.hub.HubBench.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read once need not be read again, with or without a network. */
class HubCacheTest {
  private static final byte[] LARGE = bytes(1, 2_500_000);

  @TempDir Path folder;
  private HubBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new HubBench(Map.of("data/large.bin", LARGE, "data/small.txt", text("small")));
    bench.set("fs.hf.cache.dir", folder.resolve("cache").toString());
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void fill() throws IOException {
    HubFileSystem fileSystem = bench.open();
    assertThat(fileSystem.listStatus(path("data"))).hasSize(2);
    assertThat(readAll(fileSystem, path("data/large.bin"))).isEqualTo(LARGE);
    assertThat(readAll(fileSystem, path("data/small.txt"))).isEqualTo(text("small"));
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache").resolve(below))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void everythingIsThereAgainWithoutANetwork() throws IOException {
    fill();
    bench.server.close();
    HubFileSystem offline = bench.environment("HF_HUB_OFFLINE", "1").open();
    assertThat(offline.listStatus(path("data"))).hasSize(2);
    assertThat(offline.getFileStatus(path("data/large.bin")).getLen()).isEqualTo(LARGE.length);
    assertThat(offline.globStatus(path("data/*.bin"))).hasSize(1);
    assertThat(offline.listFiles(path("data"), true).hasNext()).isTrue();
    assertThat(readAll(offline, path("data/large.bin"))).isEqualTo(LARGE);
    assertThat(readAll(offline, path("data/small.txt"))).isEqualTo(text("small"));
    assertThat(offline.getIOStatistics().counters()).containsEntry("hf_bytes_fetched", 0L);
  }

  @Test
  void onlyTheRevisionIsAskedForAgain() throws IOException {
    fill();
    bench.server.forget();
    fill();
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void onlyMissingBlocksAreAskedFor() throws IOException {
    HubFileSystem fileSystem = bench.set("fs.hf.readahead.bytes", "100000").open();
    fileSystem.listStatus(path("data"));
    try (FSDataInputStream in = fileSystem.open(path("data/large.bin"))) {
      in.readFully(1_100_000, new byte[10]);
    }
    assertThat(files("blocks")).hasSize(1);
    fill();
    assertThat(files("blocks")).hasSize(4);
    assertThat(bench.asked("data").stream().map(request -> request.range()).distinct())
        .hasSameSizeAs(bench.asked("data"));
  }

  @Test
  void aDamagedBlockIsReadAgain() throws IOException {
    fill();
    for (Path block : files("blocks")) {
      byte[] stored = Files.readAllBytes(block);
      stored[stored.length / 2] ^= 1;
      Files.write(block, stored);
    }
    bench.server.forget();
    fill();
    assertThat(bench.asked("data")).isNotEmpty();
    bench.server.forget();
    fill();
    assertThat(bench.asked("data")).isEmpty();
  }

  @Test
  void aDamagedListingIsReadAgain() throws IOException {
    fill();
    for (Path listing : files("trees")) {
      Files.writeString(listing, Files.readString(listing).replace("2500000", "2500001"));
    }
    fill();
    assertThat(Files.readString(files("trees").get(0))).contains("2500000");
  }

  @Test
  void whatIsNotInTheCacheIsSaidToBeMissing() throws IOException {
    HubFileSystem online = bench.open();
    online.listStatus(path("data"));
    try (FSDataInputStream in = online.open(path("data/large.bin"))) {
      in.readFully(2_400_000, new byte[10]);
    }
    HubFileSystem offline = bench.set("fs.hf.offline", "true").open();
    try (FSDataInputStream in = offline.open(path("data/large.bin"))) {
      in.readFully(2_400_000, new byte[10]);
      assertThatThrownBy(() -> in.readFully(0, new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/grain/data/large.bin at 0: it is not in the cache,"
                  + " and the Hub is not asked in offline mode (HF_HUB_OFFLINE or fs.hf.offline);"
                  + " expected fs.hf.cache.dir to be a folder that an earlier run filled");
    }
    assertThatThrownBy(() -> offline.listStatus(path("other")))
        .hasMessageStartingWith("Cannot read the listing of hf://datasets/mill/grain/other: it is");
    assertThatThrownBy(
            () -> offline.getFileStatus(new org.apache.hadoop.fs.Path("hf://datasets/a/b/c")))
        .hasMessageStartingWith("Cannot read revision 'main' of hf://datasets/a/b/c: it is not in");
  }

  @Test
  void aCacheIsLocal() throws IOException {
    bench.set("fs.hf.cache.dir", folder.resolve("by-uri").toUri().toString());
    readAll(bench.open(), path("data/small.txt"));
    assertThat(folder.resolve("by-uri/blocks")).isDirectory();
    bench.set("fs.hf.cache.dir", "s3a://bucket/cache");
    assertThatThrownBy(() -> bench.open())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use fs.hf.cache.dir s3a://bucket/cache: it is not on a local disk; expected a"
                + " local folder");
  }

  @Test
  void withoutACacheOfflineModeHasNothing() throws IOException {
    HubFileSystem offline = bench.set("fs.hf.cache.dir", "").set("fs.hf.offline", "true").open();
    assertThatThrownBy(() -> offline.listStatus(path("data")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the Hub is not asked in offline mode");
    assertThat(bench.server.requests()).isEmpty();
  }
}

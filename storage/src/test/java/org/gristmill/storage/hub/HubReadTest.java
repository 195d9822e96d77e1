package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.storage.hub.HubBench.bytes;
import static org.gristmill.storage.hub.HubBench.path;
import static org.gristmill.storage.hub.HubBench.readAll;
import static org.gristmill.storage.hub.HubBench.text;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.functional.FutureIO;
import org.gristmill.storage.HubServer.Fault;
import org.gristmill.storage.HubServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back, and how many requests it takes. */
class HubReadTest {
  private static final byte[] LARGE = bytes(1, 6_000_000);
  private static final byte[] SMALL = text("in git itself");

  private HubBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new HubBench(Map.of("large.bin", LARGE, "small.txt", SMALL, "empty.txt", new byte[0]));
    bench.set("fs.hf.readahead.bytes", "1000000").set("fs.hf.random.bytes", "10000");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static FSDataInputStream open(FileSystem fileSystem, String name, String policy)
      throws IOException {
    FileStatus status = fileSystem.getFileStatus(path(name));
    return FutureIO.awaitFuture(
        fileSystem
            .openFile(path(name))
            .withFileStatus(status)
            .opt("fs.option.openfile.read.policy", policy)
            .build());
  }

  private static byte[] part(long start, int length) {
    return Arrays.copyOfRange(LARGE, (int) start, (int) start + length);
  }

  private static byte[] read(FSDataInputStream in, long start, int length) throws IOException {
    byte[] target = new byte[length];
    in.readFully(start, target);
    return target;
  }

  private List<Request> data() {
    return bench.asked("data");
  }

  @Test
  void readsFilesOfAllSizes() throws IOException {
    HubFileSystem fileSystem = bench.open();
    assertThat(readAll(fileSystem, path("large.bin"))).isEqualTo(LARGE);
    assertThat(readAll(fileSystem, path("small.txt"))).isEqualTo(SMALL);
    assertThat(readAll(fileSystem, path("empty.txt"))).isEmpty();
    assertThat(bench.server.requests().stream().filter(r -> r.path().contains("small.txt")))
        .extracting(Request::method)
        .containsExactly("HEAD", "GET");
  }

  @Test
  void aFileReadFromEndToEndTakesLargeRanges() throws IOException {
    HubFileSystem fileSystem = bench.open();
    try (FSDataInputStream in = open(fileSystem, "large.bin", "whole-file")) {
      assertThat(in.readAllBytes()).isEqualTo(LARGE);
    }
    assertThat(data()).hasSize(6);
    assertThat(fileSystem.getIOStatistics().counters())
        .containsEntry("hf_bytes_fetched", 6_000_000L)
        .containsEntry("hf_requests_data", 6L)
        .containsEntry("hf_requests_api", 1L);
  }

  @Test
  void readAheadGrowsWhileItIsUsed() throws IOException {
    try (FSDataInputStream in = open(bench.open(), "large.bin", "random")) {
      for (int at = 0; at < 5_000_000; at += 5000) {
        assertThat(read(in, at, 5000)).isEqualTo(part(at, 5000));
      }
    }
    assertThat(data()).hasSizeLessThan(14);
  }

  @Test
  void readsHereAndThereStaySmall() throws IOException {
    HubFileSystem fileSystem = bench.open();
    Random random = new Random(5);
    try (FSDataInputStream in = open(fileSystem, "large.bin", "parquet, vector, random")) {
      for (int i = 0; i < 20; i++) {
        int at = i % 2 == 0 ? random.nextInt(1_000_000) : 3_000_000 + random.nextInt(1_000_000);
        assertThat(read(in, at, 100)).isEqualTo(part(at, 100));
      }
    }
    assertThat(data()).hasSize(20);
    assertThat(fileSystem.getIOStatistics().counters()).containsEntry("hf_bytes_fetched", 200_000L);
  }

  @Test
  void readAheadShrinksWhereItIsNotUsed() throws IOException {
    HubFileSystem fileSystem = bench.open();
    try (FSDataInputStream in = open(fileSystem, "large.bin", "random")) {
      for (int at = 0; at < 5_000_000; at += 100_000) {
        assertThat(read(in, at, 10_000)).isEqualTo(part(at, 10_000));
      }
    }
    // Half a million were wanted.
    assertThat(fileSystem.getIOStatistics().counters().get("hf_bytes_fetched"))
        .isLessThan(1_500_000);
  }

  @Test
  void theEndOfAFileTakesOneRequest() throws IOException {
    FileSystem fileSystem = bench.open();
    FileStatus status = fileSystem.getFileStatus(path("large.bin"));
    for (int task = 0; task < 3; task++) {
      try (FSDataInputStream in = open(fileSystem, "large.bin", "parquet")) {
        assertThat(read(in, status.getLen() - 8, 8)).isEqualTo(part(status.getLen() - 8, 8));
        assertThat(read(in, status.getLen() - 300_000, 299_992))
            .isEqualTo(part(status.getLen() - 300_000, 299_992));
      }
    }
    assertThat(data()).hasSize(1);
    assertThat(bench.asked("hub")).hasSize(2);
  }

  @Test
  void aFileThatWasListedIsNotLookedUp() throws IOException {
    FileSystem fileSystem = bench.open();
    FileStatus status = fileSystem.listStatus(path(""))[1];
    bench.server.forget();
    try (FSDataInputStream in =
        FutureIO.awaitFuture(
            fileSystem.openFile(status.getPath()).withFileStatus(status).build())) {
      assertThat(read(in, 77, 100)).isEqualTo(part(77, 100));
    }
    assertThat(bench.asked("hub")).extracting(Request::method).containsExactly("GET");
    assertThat(data()).hasSize(1);
  }

  @Test
  void closeRangesAreAskedForTogether() throws IOException {
    HubFileSystem fileSystem = bench.open();
    List<FileRange> ranges = new ArrayList<>();
    for (long start : List.of(4_000_000L, 100L, 50_000L, 2_500_000L, 0L, 2_600_000L)) {
      ranges.add(FileRange.createFileRange(start, 90));
    }
    try (FSDataInputStream in = open(fileSystem, "large.bin", "vector")) {
      assertThat(in.hasCapability("in:readvectored")).isTrue();
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        ByteBuffer buffer = FutureIO.awaitFuture(range.getData());
        byte[] got = new byte[buffer.remaining()];
        buffer.get(got);
        assertThat(got).isEqualTo(part(range.getOffset(), 90));
      }
    }
    assertThat(data())
        .extracting(Request::range)
        .containsExactlyInAnyOrder(
            "bytes=0-50089", "bytes=2500000-2600089", "bytes=4000000-4000089");
    ranges.add(FileRange.createFileRange(LARGE.length - 10, 11));
    try (FSDataInputStream in = open(fileSystem, "large.bin", "vector")) {
      assertThatThrownBy(() -> in.readVectored(ranges, ByteBuffer::allocate))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void anySequenceOfCallsReadsTheBytesOfTheFile() throws IOException {
    HubFileSystem fileSystem = bench.open();
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      String policy = List.of("random", "sequential", "adaptive").get(seed % 3);
      try (FSDataInputStream in = open(fileSystem, "large.bin", policy)) {
        long at = 0;
        for (int i = 0; i < 60; i++) {
          if (random.nextInt(4) == 0) {
            at = random.nextInt(LARGE.length + 1);
            in.seek(at);
          }
          byte[] target = new byte[1 + random.nextInt(1 << random.nextInt(21))];
          if (random.nextBoolean()) {
            int count = in.read(target);
            int left = (int) Math.min(target.length, LARGE.length - at);
            assertThat(count).isEqualTo(left == 0 ? -1 : left);
            assertThat(Arrays.copyOf(target, left)).isEqualTo(part(at, left));
            at += left;
          } else if (at + target.length <= LARGE.length) {
            in.readFully(at, target);
            assertThat(target).isEqualTo(part(at, target.length));
          }
          assertThat(in.getPos()).isEqualTo(at);
        }
      }
    }
  }

  @Test
  void readingBehindTheEndEnds() throws IOException {
    try (FSDataInputStream in = bench.open().open(path("large.bin"))) {
      in.seek(LARGE.length);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(LARGE.length, new byte[5], 0, 5)).isEqualTo(-1);
      assertThatThrownBy(() -> in.seek(LARGE.length + 1L)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> in.readFully(LARGE.length - 4L, new byte[5]))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("5 bytes at 5999996 of hf://datasets/mill/grain/large.bin");
      in.close();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }
  }

  @Test
  void aFileShorterThanItsCallerThinksEnds() throws IOException {
    FileSystem fileSystem = bench.open();
    try (FSDataInputStream in =
        FutureIO.awaitFuture(
            fileSystem
                .openFile(path("large.bin"))
                .opt("fs.option.openfile.length", "7000000")
                .opt("fs.option.openfile.read.policy", "random")
                .build())) {
      assertThatThrownBy(() -> in.readFully(6_500_000, new byte[10]))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("the file ends before; it was listed with 7000000 bytes");
      assertThatThrownBy(() -> in.readFully(0, new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it has 6000000 bytes, 7000000 when it was listed");
    }
  }

  @Test
  void foldersAreNotOpened() throws IOException {
    FileSystem fileSystem = bench.open();
    assertThatThrownBy(() -> fileSystem.open(path("")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("Cannot open hf://datasets/mill/grain: it is a folder");
  }

  @Test
  void expiredAddressesAreAskedForAgain() throws IOException {
    try (FSDataInputStream in = open(bench.open(), "large.bin", "random")) {
      assertThat(read(in, 0, 10)).isEqualTo(part(0, 10));
      bench.server.expire();
      assertThat(read(in, 2_000_000, 10)).isEqualTo(part(2_000_000, 10));
      assertThat(read(in, 4_000_000, 10)).isEqualTo(part(4_000_000, 10));
    }
    // One read, one refused, one after asking again, one more.
    assertThat(data()).hasSize(4);
    assertThat(bench.asked("hub").stream().filter(r -> r.path().contains("/resolve/")).count())
        .isEqualTo(2);
    assertThat(bench.clock.sleeps()).isEmpty();
  }

  @Test
  void aServerThatIgnoresRangesIsReadAllTheSame() throws IOException {
    bench.server.faults(request -> Fault.WHOLE_FILE);
    HubFileSystem fileSystem = bench.open();
    try (FSDataInputStream in = open(fileSystem, "large.bin", "random")) {
      assertThat(read(in, 3_000_000, 10)).isEqualTo(part(3_000_000, 10));
    }
    try (FSDataInputStream in = open(fileSystem, "small.txt", "random")) {
      assertThat(read(in, 3, 3)).isEqualTo(text("git"));
    }
    assertThat(bench.clock.sleeps()).isEmpty();
  }

  @Test
  void onlyTheEndpointSeesTheToken() throws IOException {
    bench.server.token("hf_sesame");
    bench.environment("HF_TOKEN", "hf_sesame");
    assertThat(readAll(bench.open(), path("large.bin"))).isEqualTo(LARGE);
    assertThat(bench.asked("hub"))
        .isNotEmpty()
        .allMatch(request -> request.authorization().equals("Bearer hf_sesame"));
    assertThat(data()).isNotEmpty().allMatch(request -> request.authorization().isEmpty());
  }

  @Test
  void renamedDataSetsAreFollowed() throws IOException {
    bench.server.rename("old/name", "mill/grain").token("hf_sesame");
    bench.environment("HF_TOKEN", "hf_sesame");
    HubFileSystem fileSystem = bench.open();
    org.apache.hadoop.fs.Path old = new org.apache.hadoop.fs.Path("hf://datasets/old/name");
    assertThat(fileSystem.listStatus(old)).hasSize(3);
    assertThat(readAll(fileSystem, new org.apache.hadoop.fs.Path(old, "large.bin")))
        .isEqualTo(LARGE);
  }
}

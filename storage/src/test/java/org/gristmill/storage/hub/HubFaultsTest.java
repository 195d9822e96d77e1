package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.storage.hub.HubBench.bytes;
import static org.gristmill.storage.hub.HubBench.path;
import static org.gristmill.storage.hub.HubBench.readAll;
import static org.gristmill.storage.hub.HubBench.text;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.gristmill.storage.HubServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to fail ends with the same bytes, or with a message that says what to do. */
class HubFaultsTest {
  private static final int FILES = 6;

  private static HubBench bench() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put("data/" + i + ".bin", bytes(i, 700_000 + i * 1000));
    }
    files.put("notes/small.txt", text("small"));
    return new HubBench(files)
        .set("fs.hf.readahead.bytes", "20000")
        .set("fs.hf.random.bytes", "2000");
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "5, 2", "30, 3", "30, 4"})
  void aShareOfFailuresChangesNoByte(int percent, long seed) throws IOException {
    try (HubBench bench = bench()) {
      bench.server.retryAfter(1);
      Random random = new Random(seed);
      Fault[] faults = Fault.values();
      Set<Fault> failed = EnumSet.noneOf(Fault.class);
      bench.server.faults(
          request -> {
            synchronized (random) {
              Fault fault = faults[random.nextInt(faults.length)];
              if (random.nextInt(100) >= percent) {
                return null;
              }
              failed.add(fault);
              return fault;
            }
          });
      HubFileSystem fileSystem = bench.open();
      FileStatus[] listed = fileSystem.listStatus(path("data"));
      assertThat(listed).hasSize(FILES);
      for (int i = 0; i < FILES; i++) {
        assertThat(readAll(fileSystem, path("data/" + i + ".bin")))
            .isEqualTo(bytes(i, 700_000 + i * 1000));
      }
      assertThat(readAll(fileSystem, path("notes/small.txt"))).isEqualTo(text("small"));
      assertThat(failed).hasSizeGreaterThan(percent < 10 ? 3 : faults.length - 1);
      long retries = fileSystem.getIOStatistics().counters().get("hf_retries");
      int requests = bench.server.requests().size();
      // A failure costs one attempt, and asking for an address again that expired.
      assertThat(retries).isBetween(1L, requests * (percent + 15L) / 100);
      assertThat(bench.clock.slept()).isLessThan(Duration.ofSeconds(8L * retries));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "ERROR", "RESET", "SHORT_BODY"})
  void givesUpAfterTheLastAttempt(Fault fault) throws IOException {
    try (HubBench bench = bench()) {
      HubFileSystem fileSystem = bench.set("fs.hf.attempts", "5").open();
      FileStatus status = fileSystem.getFileStatus(path("data/1.bin"));
      bench.server.forget();
      bench.server.faults(request -> fault);
      try (FSDataInputStream in = fileSystem.open(status.getPath())) {
        assertThatThrownBy(in::read)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("Cannot read hf://datasets/mill/grain/data/1.bin: ")
            .hasMessageEndingWith(", 5 times in a row")
            .hasMessageNotContaining("Signature");
      }
      assertThat(bench.clock.sleeps()).hasSize(4);
      assertThat(bench.clock.sleeps().get(0))
          .isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
      assertThat(bench.clock.sleeps().get(3))
          .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
    }
  }

  @Test
  void waitsUntilThereIsANewQuota() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.retryAfter(41).faults(request -> request == 0 ? Fault.RATE_LIMIT : null);
      assertThat(bench.open().listStatus(path("data"))).hasSize(FILES);
      assertThat(bench.clock.sleeps()).containsExactly(Duration.ofSeconds(42));
    }
  }

  @Test
  void asksNoMoreOnceTheQuotaIsUsedUp() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.rateLimit("\"api\";r=0;t=9");
      HubFileSystem fileSystem = bench.open();
      assertThat(fileSystem.listStatus(path("data"))).hasSize(FILES);
      assertThat(bench.clock.sleeps()).containsExactly(Duration.ofSeconds(10));
      assertThat(fileSystem.getIOStatistics().counters()).containsEntry("hf_retries", 0L);
    }
  }

  @Test
  void waitsAsLongAsAnOverloadedServerAsks() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.retryAfter(7).faults(request -> request == 0 ? Fault.UNAVAILABLE : null);
      assertThat(bench.open().listStatus(path("data"))).hasSize(FILES);
      assertThat(bench.clock.sleeps()).containsExactly(Duration.ofSeconds(8));
    }
  }

  @Test
  void aServerThatSaysNothingIsLeft() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.faults(
          request -> {
            if (request == 0) {
              hang();
            }
            return null;
          });
      HubFileSystem fileSystem = bench.set("fs.hf.stall.millis", "1000").open();
      assertThat(fileSystem.listStatus(path("data"))).hasSize(FILES);
      assertThat(fileSystem.getIOStatistics().counters()).isNotEmpty();
      assertThat(fileSystem.getIOStatistics().counters().get("hf_retries")).isPositive();
    }
  }

  /** Until the server is closed. */
  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void gatedDataSetsNameThePageOfTheirTerms() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.gate("mill/grain");
      assertThatThrownBy(() -> bench.open().listStatus(path("data")))
          .isInstanceOf(AccessControlException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/grain/data/0.bin: its terms have not been accepted"
                  + " (without a token); expected them to be accepted at "
                  + bench.server.endpoint()
                  + "/datasets/mill/grain, and a token of that account in HF_TOKEN or fs.hf.token");
      bench.environment("HF_TOKEN", "hf_other");
      assertThatThrownBy(() -> bench.open().getFileStatus(path("data/1.bin")))
          .isInstanceOf(AccessControlException.class)
          .hasMessageContaining("its terms have not been accepted (the token given)")
          .hasMessageNotContaining("hf_other");
    }
  }

  @Test
  void privateAndMissingDataSetsLookAlike() throws IOException {
    try (HubBench bench = bench()) {
      assertThatThrownBy(() -> bench.open().listStatus(new Path("hf://datasets/mill/none/x")))
          .isInstanceOf(AccessControlException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/none/x: no such data set, or it is private and cannot"
                  + " be seen (without a token); expected the name of one at "
                  + bench.server.endpoint()
                  + "/datasets, or a token that may read it in HF_TOKEN or fs.hf.token");
    }
  }

  @Test
  void wrongTokensAreSaidToBeWrong() throws IOException {
    try (HubBench bench = bench()) {
      bench.server.token("hf_right");
      bench.set("fs.hf.token", "hf_wrong");
      assertThatThrownBy(() -> bench.open().listStatus(path("data")))
          .isInstanceOf(AccessControlException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/grain/data: the Hub does not know the token given;"
                  + " expected a valid one");
    }
  }

  @Test
  void unknownRevisionsAreNamed() throws IOException {
    try (HubBench bench = bench()) {
      assertThatThrownBy(
              () -> bench.open().listStatus(new Path("hf://datasets/mill/grain@v9/data")))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/grain@v9/data: the data set has no revision 'v9';"
                  + " expected a branch, a tag or a commit listed at "
                  + bench.server.endpoint()
                  + "/datasets/mill/grain");
    }
  }

  @Test
  void requestsAtATimeAreBounded() throws Exception {
    HubLimits limits = new HubLimits(2);
    FakeClock clock = new FakeClock();
    limits.acquire(HubLimits.Kind.DATA, clock);
    limits.acquire(HubLimits.Kind.API, clock);
    Thread third = new Thread(() -> acquire(limits, clock));
    third.setDaemon(true);
    third.start();
    third.join(200);
    assertThat(third.isAlive()).isTrue();
    limits.release();
    third.join(20_000);
    assertThat(third.isAlive()).isFalse();
  }

  private static void acquire(HubLimits limits, FakeClock clock) {
    try {
      limits.acquire(HubLimits.Kind.DATA, clock);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

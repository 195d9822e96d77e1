package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process writes to a work directory at a time, and a dead one does not block the next. */
class LeaseTest {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;
  private WorkDirectory work;

  @BeforeEach
  void open() throws IOException {
    work = WorkDirectory.open(folder.toString(), Map.of());
  }

  private Lease acquireAt(Instant time) throws IOException {
    return Lease.acquire(work, "run a.yaml", LIFETIME, Clock.fixed(time, ZoneOffset.UTC));
  }

  @Test
  void refusesASecondWriterAndNamesTheFirst() throws IOException {
    try (Lease lease = acquireAt(NOON)) {
      lease.ensureHeld();
      assertThatThrownBy(() -> acquireAt(NOON.plusSeconds(30)))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith(
              "Cannot write to work directory " + work.location() + ": another run ('run a.yaml',")
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " on ")
          .hasMessageContaining("has been writing to it since 2026-01-02T12:00:00Z");
    }
  }

  @Test
  void isFreeAgainAfterClose() throws IOException {
    acquireAt(NOON).close();
    assertThat(work.store().list("")).isEmpty();
    acquireAt(NOON).close();
  }

  @Test
  void isTakenOverWhenItWasNotRenewed() throws IOException {
    Lease old = acquireAt(NOON);
    try (Lease lease = acquireAt(NOON.plusSeconds(61))) {
      lease.ensureHeld();
      old.renew();
      assertThatThrownBy(old::ensureHeld)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot go on writing to " + work.location())
          .hasMessageContaining("another run took over");
      old.close();
      lease.ensureHeld();
      assertThat(work.store().list("")).extracting(FileInfo::path).containsExactly("lease.json");
    }
  }

  @Test
  void removesWhatADeadHolderLeftHalfWritten() throws IOException {
    leaseOf("elsewhere", 1, 0);
    Files.createDirectories(folder.resolve("mix/0123/shards"));
    Files.writeString(folder.resolve("mix/0123/shards/.shard-00000.arrow.16698-2.tmp"), "half");
    Files.writeString(folder.resolve(".lease.json.16698-3.tmp"), "");
    try (Lease lease = acquireAt(NOON.plusSeconds(61))) {
      assertThat(work.store().unfinished("")).isEmpty();
      assertThat(lease.leftByPredecessor())
          .extracting(FileInfo::path)
          .containsExactly(
              ".lease.json.16698-3.tmp", "mix/0123/shards/.shard-00000.arrow.16698-2.tmp");
    }
  }

  @Test
  void removesWhatWasLeftInADirectoryBeforeWritingStartsThere() throws IOException {
    Files.createDirectories(folder.resolve("mix/0123"));
    Files.createDirectories(folder.resolve("mix/4567"));
    Files.writeString(folder.resolve("mix/0123/.plan.json.1-1.tmp"), "half");
    Files.writeString(folder.resolve("mix/4567/.plan.json.1-1.tmp"), "half");
    try (Lease lease = acquireAt(NOON)) {
      lease.removeUnfinished("mix/0123");
    }
    assertThat(work.store().unfinished(""))
        .extracting(FileInfo::path)
        .containsExactly("mix/4567/.plan.json.1-1.tmp");
  }

  @Test
  void saysWhatToDoAboutADamagedLeaseAndTakesAnOldOneOver() throws IOException {
    Path file = folder.resolve("lease.json");
    for (String content : List.of("", "{", "{\"nonce\": \"x\"}", "\u0000\u0000")) {
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(NOON));
      assertThatThrownBy(() -> acquireAt(NOON.plusSeconds(59)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage(
              "Cannot write to work directory "
                  + work.location()
                  + ": its lease.json is damaged, so that nobody can say who is writing; wait 60 s"
                  + " and try again, or delete it if no run is writing there");
      try (Lease lease = acquireAt(NOON.plusSeconds(60))) {
        lease.ensureHeld();
      }
      assertThat(work.store().list("")).isEmpty();
    }
  }

  @Test
  void isLostWhenItsFileIsReplacedRemovedOrDamaged() throws IOException {
    Path file = folder.resolve("lease.json");
    try (Lease lease = acquireAt(NOON)) {
      Files.writeString(file, "");
      assertThatThrownBy(lease::ensureHeld)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("its lease was damaged");
    }
    Files.delete(file);
    try (Lease lease = acquireAt(NOON)) {
      Files.delete(file);
      assertThatThrownBy(lease::ensureHeld).hasMessageEndingWith("its lease was removed");
    }
    try (Lease lease = acquireAt(NOON)) {
      Files.delete(file);
      leaseOf("elsewhere", 1, 0);
      assertThatThrownBy(lease::ensureHeld).hasMessageContaining("another run took over");
    }
    assertThat(file).as("the other run's lease").exists();
  }

  @Test
  void letsNothingAppearOrGoAfterItWasLost() throws IOException {
    try (Lease lease = acquireAt(NOON)) {
      Store store = lease.guarded().store();
      store.writeAtomically("kept", new byte[] {1});
      AtomicOutput open = store.create("late");
      open.write(1);
      Files.delete(folder.resolve("lease.json"));

      assertThatThrownBy(open::commit).hasMessageContaining("Cannot go on writing to ");
      open.close();
      assertThatThrownBy(() -> store.writeAtomically("later", new byte[] {1}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("its lease was removed");
      assertThatThrownBy(() -> store.delete("kept")).hasMessageContaining("Cannot go on");
      assertThatThrownBy(() -> store.createExclusive("new", new byte[0]))
          .hasMessageContaining("Cannot go on");
    }
    assertThat(work.store().list("")).extracting(FileInfo::path).containsExactly("kept");
    assertThat(work.store().unfinished("")).isEmpty();
  }

  @Test
  void isTakenOverAtOnceWhenItsProcessIsDead() throws Exception {
    Process process = new ProcessBuilder("true").start();
    long pid = process.pid();
    process.waitFor();
    leaseOf(LeaseHolder.hostName(), pid, 0);
    acquireAt(NOON).close();
  }

  @Test
  void isTakenOverAtOnceWhenItsProcessNumberBelongsToAnotherProcess() throws IOException {
    leaseOf(LeaseHolder.hostName(), ProcessHandle.current().pid(), 12345);
    acquireAt(NOON).close();
  }

  @Test
  void isNotTakenFromAnotherHostBeforeItExpires() throws IOException {
    leaseOf("elsewhere", 1, 0);
    assertThatThrownBy(() -> acquireAt(NOON.plusSeconds(59)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("process 1 on elsewhere");
    acquireAt(NOON.plusSeconds(61)).close();
  }

  @Test
  void letsOneOfManyContendersTakeOver() throws Exception {
    leaseOf("elsewhere", 1, 0);
    List<Callable<Lease>> contenders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      contenders.add(() -> acquireAt(NOON.plusSeconds(100)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Lease> winners = new ArrayList<>();
    try {
      for (Future<Lease> future : pool.invokeAll(contenders)) {
        try {
          winners.add(future.get());
        } catch (ExecutionException refused) {
          assertThat(refused).hasCauseInstanceOf(ConfigException.class);
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(winners).hasSize(1);
    winners.get(0).ensureHeld();
    winners.get(0).close();
    assertThat(work.store().list("")).isEmpty();
  }

  @Test
  void renewsItself() throws Exception {
    try (Lease lease = Lease.acquire(work, "run", Duration.ofMillis(200), Clock.systemUTC())) {
      byte[] first = work.store().readAll("lease.json");
      byte[] now = first;
      for (int i = 0; i < 500 && java.util.Arrays.equals(first, now); i++) {
        Thread.sleep(20);
        now = work.store().readAll("lease.json");
      }
      assertThat(now).isNotEqualTo(first);
      lease.ensureHeld();
    }
  }

  @Test
  void noticesThatItsFileWasRemoved() throws IOException {
    try (Lease lease = acquireAt(NOON)) {
      work.store().delete("lease.json");
      lease.renew();
      assertThatThrownBy(lease::ensureHeld)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("its lease was removed");
    }
  }

  private void leaseOf(String host, long pid, long processStart) throws IOException {
    LeaseHolder holder =
        new LeaseHolder("n1", host, pid, processStart, "run", NOON, NOON, LIFETIME.toMillis());
    work.store().writeAtomically("lease.json", holder.json());
  }
}

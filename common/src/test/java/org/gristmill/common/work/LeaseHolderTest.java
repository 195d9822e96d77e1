package org.gristmill.common.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LeaseHolderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** The shell starts a child and becomes a program that never looks at children. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void killedProcessHoldsNothingWhileItIsStillListed() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & exec sleep 60").start();
    try {
      ProcessHandle child = null;
      while (child == null) {
        child = parent.children().findFirst().orElse(null);
        Thread.onSpinWait();
      }
      LeaseHolder holder = holderIn(child);
      assertThat(holder.isActive(NOW)).isTrue();
      child.destroyForcibly();
      while (!Files.readString(Path.of("/proc/" + child.pid() + "/stat")).contains(") Z ")) {
        Thread.onSpinWait();
      }
      assertThat(holder.isActive(NOW)).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static LeaseHolder holderIn(ProcessHandle process) {
    long start = process.info().startInstant().orElseThrow().toEpochMilli();
    return new LeaseHolder(
        "nonce", LeaseHolder.hostName(), process.pid(), start, "a run", NOW, NOW, 60_000);
  }
}

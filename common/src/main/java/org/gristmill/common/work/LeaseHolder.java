package org.gristmill.common.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;

/** Who holds a lease: the content of {@code lease.json}. */
record LeaseHolder(
    String nonce,
    String host,
    long pid,
    long processStartMillis,
    String command,
    Instant started,
    Instant renewed,
    long lifetimeMillis) {
  private static final AtomicLong LEASES = new AtomicLong();

  static LeaseHolder current(String command, Instant now, Duration lifetime) {
    ProcessHandle process = ProcessHandle.current();
    long start = startMillis(process);
    String host = hostName();
    String nonce =
        Fingerprint.of(
            new Object[] {host, process.pid(), start, LEASES.incrementAndGet(), now.toString()},
            Fingerprint.UNIT_DIGITS);
    return new LeaseHolder(
        nonce, host, process.pid(), start, command, now, now, lifetime.toMillis());
  }

  LeaseHolder renewedAt(Instant now) {
    return new LeaseHolder(
        nonce, host, pid, processStartMillis, command, started, now, lifetimeMillis);
  }

  /** Renewed within its lifetime. */
  boolean isFresh(Instant now) {
    return now.toEpochMilli() - renewed.toEpochMilli() < lifetimeMillis;
  }

  /** Fresh, and not known to be dead. */
  boolean isActive(Instant now) {
    if (!isFresh(now)) {
      return false;
    }
    if (!host.equals(hostName())) {
      return true;
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startMillis(process) == processStartMillis)
        .filter(process -> !hasEnded(process.pid()))
        .isPresent();
  }

  /** A process that was killed stays listed, and counts as alive, until its parent looks at it. */
  private static boolean hasEnded(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
      String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return state.startsWith("Z") || state.startsWith("X");
    } catch (IOException e) {
      return false; // not this kind of system, or gone in this moment: its lease runs out
    }
  }

  String describe() {
    return "'" + command + "', process " + pid + " on " + host;
  }

  byte[] json() {
    return CanonicalJson.pretty(
            Map.of(
                "command", command,
                "host", host,
                "lifetimeMillis", lifetimeMillis,
                "nonce", nonce,
                "pid", pid,
                "processStartMillis", processStartMillis,
                "renewed", renewed.toString(),
                "started", started.toString()))
        .getBytes(StandardCharsets.UTF_8);
  }

  static LeaseHolder parse(String json) {
    try {
      ConfigTree tree = YamlConfig.parseJson("lease.json", json);
      return new LeaseHolder(
          tree.at("nonce").asText(),
          tree.at("host").asText(),
          tree.at("pid").asLong(),
          tree.at("processStartMillis").asLong(),
          tree.at("command").asText(),
          Instant.parse(tree.at("started").asText()),
          Instant.parse(tree.at("renewed").asText()),
          tree.at("lifetimeMillis").asLong());
    } catch (ConfigException | java.time.DateTimeException e) {
      throw new CorruptDataException("Cannot read the lease: " + e.getMessage(), e);
    }
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  static String hostName() {
    try {
      Path file = Path.of("/etc/hostname");
      if (Files.isReadable(file)) {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unknown) {
      return "unknown";
    }
  }
}

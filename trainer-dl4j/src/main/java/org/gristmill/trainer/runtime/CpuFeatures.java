package org.gristmill.trainer.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The instruction sets a processor reports, and the OpenBLAS core type that follows from them.
 *
 * <p>OpenBLAS knows processors by name. One it does not know gets an older core type, which costs
 * about half the speed where 512-bit instructions are present.
 */
final class CpuFeatures {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> SKYLAKE_X =
      Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl");

  private final Set<String> flags;

  private CpuFeatures(Set<String> flags) {
    this.flags = flags;
  }

  /** The processor this process runs on; no flags where the system does not list them. */
  static CpuFeatures ofThisMachine() {
    if (!Files.isReadable(CPU_INFO)) {
      return new CpuFeatures(Set.of());
    }
    try {
      return parse(Files.readString(CPU_INFO, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new CpuFeatures(Set.of());
    }
  }

  /** Reads the first {@code flags} line of a {@code /proc/cpuinfo} text. */
  static CpuFeatures parse(String cpuInfo) {
    return cpuInfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).trim().split("\\s+"))
        .map(words -> new CpuFeatures(new HashSet<>(Arrays.asList(words))))
        .orElseGet(() -> new CpuFeatures(Set.of()));
  }

  /** The core type to ask OpenBLAS for; empty where its own choice stands. */
  Optional<String> openBlasCoreType() {
    return flags.containsAll(SKYLAKE_X) ? Optional.of("SkylakeX") : Optional.empty();
  }
}

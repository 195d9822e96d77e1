package org.gristmill.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the machine, one part after the other. */
final class Examination {

  private static final long GIB = 1L << 30;

  /** Memory that the quickstart stays under. */
  private static final long QUICKSTART_MEMORY = 4 * GIB;

  /** Disk that the quickstart stays under, jars included. */
  private static final long QUICKSTART_DISK = 3 * GIB;

  private static final List<String> VECTOR_FLAGS =
      List.of("avx2", "fma", "avx512f", "asimd", "sve");
  private static final Pattern SPARK_CORE = Pattern.compile("spark-core_[0-9.]+-(.+)\\.jar");

  private final Home home;
  private final Path work;

  Examination(Home home, Path work) {
    this.home = home;
    this.work = work;
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(cores());
    findings.add(memory());
    findings.add(disk());
    findings.add(processor());
    findings.add(blas());
    findings.add(spark());
    findings.add(job());
    findings.add(new TrainerExamination(home).finding());
    findings.add(
        Finding.ok(
            "network",
            "not needed, except by Maven when a recipe names artefacts it has not fetched yet"));
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String found =
        Wording.of(
            "Java %s (%s) at %s",
            Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home"));
    if (feature < 17) {
      return Finding.fail("java", found + "; needs 17 or newer: set JAVA_HOME");
    }
    return feature == 17 || feature == 25
        ? Finding.ok("java", found)
        : Finding.note("java", found + "; tested are 17 and 25");
  }

  private static Finding cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores < 2
        ? Finding.note("cores", "1 core; everything works, the quickstart takes twice as long")
        : Finding.ok("cores", cores + " cores");
  }

  private static Finding memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean machine) {
      long total = machine.getTotalMemorySize();
      String text = Wording.bytes(total);
      return total < QUICKSTART_MEMORY
          ? Finding.fail("memory", text + "; the quickstart needs 4 GiB")
          : Finding.ok("memory", text);
    }
    return Finding.note("memory", "this JVM does not say how much there is");
  }

  private Finding disk() throws IOException {
    Path place = work.toAbsolutePath();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    long free = Files.getFileStore(place).getUsableSpace();
    String text = Wording.of("%s free at %s", Wording.bytes(free), place);
    return free < QUICKSTART_DISK
        ? Finding.fail("disk", text + "; the quickstart needs 3 GiB: use --work on another disk")
        : Finding.ok("disk", text);
  }

  private static Finding processor() throws IOException {
    String architecture = System.getProperty("os.arch");
    Path information = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(information)) {
      return Finding.note("processor", architecture + "; this system does not list its features");
    }
    String text = Files.readString(information, StandardCharsets.UTF_8);
    String name = value(text, "model name").orElse(architecture);
    TreeSet<String> found = new TreeSet<>(VECTOR_FLAGS);
    found.retainAll(
        Arrays.asList(
            value(text, "flags").or(() -> value(text, "Features")).orElse("").split(" ", -1)));
    return found.isEmpty()
        ? Finding.note("processor", name + ", no wide vectors; training will be slow")
        : Finding.ok("processor", name + ", vectors: " + String.join(" ", found));
  }

  private static Optional<String> value(String information, String key) {
    Matcher matcher =
        Pattern.compile("^" + key + "\\s*:\\s*(.*)$", Pattern.MULTILINE).matcher(information);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private static Finding blas() {
    String forced = System.getenv("OPENBLAS_CORETYPE");
    return forced == null
        ? Finding.ok("blas", "OpenBLAS picks its kernels by the processor it finds")
        : Finding.note("blas", "OPENBLAS_CORETYPE=" + forced + " picks OpenBLAS's kernels");
  }

  private Finding spark() {
    Optional<Path> jars = home.sparkJars();
    File[] files = jars.map(path -> path.toFile().listFiles()).orElse(null);
    if (files == null) {
      return Finding.fail("spark", "no jars below " + home.folder() + "; run ./mvnw package");
    }
    for (File file : files) {
      Matcher matcher = SPARK_CORE.matcher(file.getName());
      if (matcher.matches()) {
        return Finding.ok(
            "spark",
            Wording.of("Spark %s, %d jars in %s", matcher.group(1), files.length, jars.get()));
      }
    }
    return Finding.fail("spark", "no spark-core jar in " + jars.get() + "; run ./mvnw package");
  }

  private Finding job() {
    try {
      Path jar = home.jobJar();
      return Finding.ok(
          "job", Wording.of("%s, %s", jar.getFileName(), Wording.bytes(jar.toFile().length())));
    } catch (org.gristmill.common.ConfigException e) {
      return Finding.fail("job", e.getMessage());
    }
  }
}

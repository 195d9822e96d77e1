package org.gristmill.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.WorkDirectory;
import org.gristmill.testing.FaultyProxy.Fault;
import org.gristmill.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failing S3 costs: retries, a clear error, never half an object. */
class S3aFaultsTest {
  @TempDir static Path folder;
  private static S3Server server;
  private Store store;

  @BeforeAll
  static void start() throws IOException {
    // S3A waits at least 15 s otherwise, whatever its settings say.
    AWSClientConfig.setMinimumOperationDuration(Duration.ZERO);
    server = S3Server.start(folder, "bucket");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    AWSClientConfig.resetMinimumOperationDuration();
  }

  @BeforeEach
  void open() throws IOException {
    store = Stores.open("s3a://bucket/work", server.settings());
  }

  @AfterEach
  void heal() {
    server.proxy().fail(request -> Fault.NONE);
  }

  private static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(7).nextBytes(content);
    return content;
  }

  /** Fails every third request, the first included. */
  private static void failEveryThird(Fault fault) {
    AtomicInteger count = new AtomicInteger();
    server.proxy().fail(request -> count.getAndIncrement() % 3 == 0 ? fault : Fault.NONE);
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = server.settings();
    settings.put(name, value);
    return settings;
  }

  @Test
  void refusesWrongCredentialsInWordsWithoutTheirValues() throws IOException {
    Store wrong = Stores.open("s3a://bucket/work", with("fs.s3a.secret.key", "wrong-secret-key"));
    assertThatThrownBy(() -> wrong.stat("x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot use s3a://bucket: access is denied (")
        .hasMessageContaining("403")
        .hasMessageEndingWith("or from the machine's role")
        .satisfies(
            failure ->
                assertThat(trace(failure))
                    .doesNotContain("wrong-secret-key")
                    .doesNotContain(S3Server.SECRET_KEY));
    assertThatThrownBy(() -> wrong.writeAtomically("x", new byte[1]))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> wrong.createExclusive("x", new byte[1]))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot use s3a://bucket: access is denied (");
  }

  @Test
  void namesABucketThatIsMissing() throws IOException {
    Store missing = Stores.open("s3a://nowhere/work", server.settings());
    assertThatThrownBy(() -> missing.list(""))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use s3a://nowhere: there is no such bucket; expected one that exists, and"
                + " fs.s3a.endpoint and fs.s3a.endpoint.region that lead to it");
    assertThatThrownBy(() -> missing.createExclusive("lease.json", new byte[1]))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot use s3a://nowhere: there is no such bucket");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void outlivesRequestsThatFailNowAndThen() throws IOException {
    byte[] content = random(200_000);
    for (Fault fault : new Fault[] {Fault.SLOW_DOWN, Fault.INTERNAL_ERROR, Fault.RESET}) {
      failEveryThird(fault);
      String path = "again/" + fault;
      store.writeAtomically(path, content);
      assertThat(store.readAll(path)).as(path).isEqualTo(content);
      assertThat(store.stat(path)).isPresent();
    }
  }

  @Test
  void readsOnAfterAnswersThatStallOrBreakOff() throws IOException {
    byte[] content = random(300_000);
    store.writeAtomically("broken", content);
    for (Fault fault : new Fault[] {Fault.CUT, Fault.STALL}) {
      AtomicInteger count = new AtomicInteger();
      server
          .proxy()
          .fail(
              request ->
                  request.startsWith("GET /bucket/work/broken") && count.getAndIncrement() == 0
                      ? fault
                      : Fault.NONE);
      try (InputStream in = store.read("broken")) {
        assertThat(in.readAllBytes()).as(fault.toString()).isEqualTo(content);
      }
      assertThat(count.get()).isGreaterThan(1);
      count.set(0);
      try (RandomInput in = store.open("broken")) {
        ByteBuffer target = ByteBuffer.allocate(250_000);
        in.readFully(10, target);
        assertThat(target.array()).containsExactly(Arrays.copyOfRange(content, 10, 250_010));
      }
      assertThat(count.get()).isGreaterThan(1);
    }
  }

  @Test
  void saysThatTheServerGoesOnFailing() throws IOException {
    Map<String, String> settings = with("fs.s3a.retry.throttle.limit", "1");
    settings.put("fs.s3a.retry.limit", "1");
    settings.put("fs.s3a.attempts.maximum", "1");
    Store hasty = Stores.open("s3a://bucket/work", settings);
    server.proxy().fail(request -> Fault.SLOW_DOWN);
    assertThatThrownBy(() -> hasty.stat("x"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "Cannot reach s3a://bucket: it went on failing after S3A's retries (")
        .hasMessageContaining("503");
  }

  @Test
  void aWriterThatGivesUpLeavesNeitherAnObjectNorAnUpload() throws IOException {
    try (AtomicOutput out = store.create("given/up")) {
      out.write(random(12_000_000));
    }
    assertThat(store.stat("given/up")).isEmpty();
    assertThat(uploads()).isZero();
  }

  @Test
  void anUploadThatFailsIsEnded() throws IOException {
    Map<String, String> settings = with("fs.s3a.retry.limit", "1");
    settings.put("fs.s3a.attempts.maximum", "1");
    Store hasty = Stores.open("s3a://bucket/work", settings);
    AtomicInteger parts = new AtomicInteger();
    server
        .proxy()
        .fail(
            request ->
                request.contains("partNumber=") && parts.incrementAndGet() > 1
                    ? Fault.INTERNAL_ERROR
                    : Fault.NONE);
    assertThatThrownBy(() -> hasty.writeAtomically("failed/upload", random(12_000_000)))
        .isInstanceOf(IOException.class);
    server.proxy().fail(request -> Fault.NONE);
    assertThat(store.stat("failed/upload")).isEmpty();
    assertThat(uploads()).isZero();
  }

  /** A program that uploads two parts and dies. */
  static final class HalfUpload {
    private HalfUpload() {}

    public static void main(String[] arguments) throws IOException {
      Map<String, String> settings = new TreeMap<>();
      for (int i = 1; i + 1 < arguments.length; i += 2) {
        settings.put(arguments[i], arguments[i + 1]);
      }
      AtomicOutput out = Stores.open("s3a://bucket/work", settings).create(arguments[0]);
      out.write(random(11_000_000));
      Files.writeString(Path.of(System.getProperty("written")), "so far");
      Runtime.getRuntime().halt(137);
    }
  }

  @Test
  void aTakenOverLeaseEndsTheUploadsOfTheDead() throws Exception {
    for (String path : new String[] {"dead/file", "dead2/file"}) {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-Dwritten=" + folder.resolve("written"),
              HalfUpload.class.getName(),
              path);
      server.settings().forEach((name, value) -> builder.command().addAll(List.of(name, value)));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      assertThat(builder.start().waitFor()).as(() -> read(folder.resolve("log"))).isEqualTo(137);
    }
    assertThat(store.stat("dead/file")).isEmpty();
    assertThat(uploads()).isEqualTo(2);
    assertThat(store.abortUploads("dead")).isEqualTo(1);
    try (WorkDirectory work = WorkDirectory.of(store);
        Lease lease = work.lease("test")) {
      assertThat(lease.removeUnfinished("")).isEmpty();
      assertThat(uploads()).isZero();
      assertThat(store.list("")).extracting(file -> file.path()).doesNotContain("dead/file");
    }
  }

  @Test
  void aLeaseIsTakenOnceAlthoughAnswersGetLost() throws IOException {
    AtomicInteger puts = new AtomicInteger();
    server
        .proxy()
        .fail(
            request ->
                request.startsWith("PUT") && puts.getAndIncrement() == 0
                    ? Fault.LOST_ANSWER
                    : Fault.NONE);
    WorkDirectory work = WorkDirectory.of(Stores.open("s3a://bucket/leased", server.settings()));
    try (Lease lease = work.lease("first")) {
      assertThat(puts.get()).isGreaterThan(1);
      lease.ensureHeld();
      assertThatThrownBy(() -> work.lease("second"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another run ('first', process ");
    }
    assertThat(work.store().list("")).isEmpty();
  }

  @Test
  void replacesUnderAConditionOfTheServer() throws IOException {
    byte[] seen = "seen".getBytes(StandardCharsets.UTF_8);
    store.writeAtomically("lease", seen);
    store.writeAtomically("other", "of another".getBytes(StandardCharsets.UTF_8));
    AtomicInteger puts = new AtomicInteger();
    // Another writer comes in between the look and the write.
    server
        .proxy()
        .fail(
            request -> {
              if (request.startsWith("PUT") && puts.getAndIncrement() == 0) {
                overwrite(folder.resolve("bucket/work/lease"));
              }
              return Fault.NONE;
            });
    assertThat(store.replace("lease", seen, "mine".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(store.readAll("lease")).asString(StandardCharsets.UTF_8).isEqualTo("of another");
  }

  private static void overwrite(Path file) {
    try {
      Files.copy(
          file.resolveSibling("other"),
          file,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Uploads under way, as the server lists them. */
  private static int uploads() throws IOException {
    try (S3AFileSystem fileSystem = new S3AFileSystem()) {
      Configuration configuration = new Configuration();
      server.settings().forEach(configuration::set);
      fileSystem.initialize(URI.create("s3a://bucket/"), configuration);
      int count = 0;
      for (RemoteIterator<?> uploads = fileSystem.listUploads(null); uploads.hasNext(); count++) {
        uploads.next();
      }
      return count;
    }
  }
}

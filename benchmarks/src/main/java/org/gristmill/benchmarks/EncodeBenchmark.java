package org.gristmill.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gristmill.tokenization.LibraryTokenizer;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one core takes to turn a set of unseen documents into ids, beside Deep Java Library's
 * {@code encode}, in one run; what counts is the quotient of the two. The input is a folder of text
 * files, one document each. Half of them, every second one in name order, warm the encoder; the
 * other half is timed, so that no timed document was seen before it is first encoded; each
 * iteration starts from an encoder that has seen only the first half.
 *
 * <pre>
 * ./mvnw -Pbenchmarks -pl benchmarks -am package -DskipTests
 * java -cp 'benchmarks/target/*:benchmarks/target/lib/*' org.openjdk.jmh.Main EncodeBenchmark \
 *   -p tokenizer=path/to/tokenizer.json -p documents=path/to/folder
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class EncodeBenchmark {

  /** Path of a {@code tokenizer.json}. */
  @Param("tokenizer.json")
  public String tokenizer;

  /** Folder of UTF-8 text files. */
  @Param("documents")
  public String documents;

  private byte[] definition;
  private final List<byte[]> warmup = new ArrayList<>();
  private final List<byte[]> timed = new ArrayList<>();
  private final List<String> timedText = new ArrayList<>();
  private LibraryTokenizer rival;
  private Tokenizer subject;
  private int[] ids;

  /**
   * Reads the documents and demands equal ids of both encoders on the warm-up half.
   *
   * @throws IOException if a file cannot be read
   */
  @Setup(Level.Trial)
  public void readDocuments() throws IOException {
    definition = Files.readAllBytes(Path.of(tokenizer));
    try (var files = Files.walk(Path.of(documents))) {
      int position = 0;
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] text = Files.readAllBytes(file);
        if (position++ % 2 == 0) {
          warmup.add(text);
        } else {
          timed.add(text);
          timedText.add(new String(text, StandardCharsets.UTF_8));
        }
      }
    }
    ids = new int[timed.stream().mapToInt(text -> text.length).max().orElse(0)];
    rival = Tokenizers.library(definition);
    Tokenizer checked = Tokenizers.parse(definition);
    for (byte[] text : warmup) {
      int[] target = new int[text.length];
      int count = checked.encode(text, 0, text.length, SpecialTokens.AS_TOKENS, target, 0);
      long[] expected = rival.ids(new String(text, StandardCharsets.UTF_8));
      if (!Arrays.equals(expected, Arrays.stream(target, 0, count).asLongStream().toArray())) {
        throw new IllegalStateException(
            "Cannot time the encoder: its ids differ from the reference on a document of "
                + text.length
                + " bytes");
      }
    }
  }

  /** Makes an encoder that has seen the warm-up half only. */
  @Setup(Level.Iteration)
  public void warmCaches() {
    subject = Tokenizers.parse(definition);
    for (byte[] text : warmup) {
      int[] target = new int[text.length];
      subject.encode(text, 0, text.length, SpecialTokens.AS_TOKENS, target, 0);
    }
  }

  /** Our encoder, bytes in, ids into a buffer. */
  @Benchmark
  public long ours() {
    long tokens = 0;
    for (byte[] text : timed) {
      tokens += subject.encode(text, 0, text.length, SpecialTokens.AS_TOKENS, ids, 0);
    }
    return tokens;
  }

  /** Deep Java Library's {@code encode}, string in, ids out. */
  @Benchmark
  public long deepJavaLibrary() {
    long tokens = 0;
    for (String text : timedText) {
      tokens += rival.ids(text).length;
    }
    return tokens;
  }

  /** Deep Java Library's fastest way: 64 strings a call, nothing but ids asked for. */
  @Benchmark
  public long deepJavaLibraryBatches() {
    long tokens = 0;
    for (int from = 0; from < timedText.size(); from += 64) {
      int to = Math.min(from + 64, timedText.size());
      for (long[] text : rival.ids(timedText.subList(from, to).toArray(String[]::new))) {
        tokens += text.length;
      }
    }
    return tokens;
  }
}

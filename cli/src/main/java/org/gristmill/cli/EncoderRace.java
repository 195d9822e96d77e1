package org.gristmill.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gristmill.tokenization.LibraryTokenizer;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Our encoder and Hugging Face's library on the same documents in one process, in turns. Time is
 * the CPU time of the whole process, so that neither other programs nor further threads count as
 * speed.
 */
final class EncoderRace {
  /** Texts in one call of the library's batch path. */
  private static final int BATCH = 64;

  private static final double LEAST_SECONDS = 1;
  private static final int MOST_RUNS = 20;

  private final Tokenizer ours;
  private final LibraryTokenizer library;
  private final List<byte[]> seen = new ArrayList<>();
  private final List<byte[]> unseen = new ArrayList<>();
  private final List<String> unseenText = new ArrayList<>();
  private int[] ids = new int[0];

  /** Seconds and tokens of one way to encode the unseen documents, median of the rounds. */
  record Time(double seconds, long tokens) {}

  /**
   * @param documents UTF-8; every second one warms the encoders, the others are timed
   */
  EncoderRace(Tokenizer ours, LibraryTokenizer library, List<byte[]> documents) {
    this.ours = ours;
    this.library = library;
    for (int i = 0; i < documents.size(); i++) {
      byte[] text = documents.get(i);
      if (i % 2 == 0) {
        seen.add(text);
      } else {
        unseen.add(text);
        unseenText.add(new String(text, StandardCharsets.UTF_8));
      }
      if (ids.length < 3 * text.length) {
        ids = new int[3 * text.length];
      }
    }
  }

  /** Bytes of the documents that are timed. */
  long timedBytes() {
    return unseen.stream().mapToLong(text -> text.length).sum();
  }

  /** Documents that are timed. */
  int timedDocuments() {
    return unseen.size();
  }

  /** How many of all documents get other ids from us than from the library. */
  int mismatches() {
    int mismatches = 0;
    for (List<byte[]> half : List.of(seen, unseen)) {
      for (byte[] text : half) {
        int count = ours.encode(text, 0, text.length, SpecialTokens.AS_TOKENS, ids, 0);
        long[] expected = library.ids(new String(text, StandardCharsets.UTF_8));
        if (!Arrays.equals(expected, Arrays.stream(ids, 0, count).asLongStream().toArray())) {
          mismatches++;
        }
      }
    }
    return mismatches;
  }

  /**
   * Times the three ways in turns: ours, one call a document, many documents a call. Each round
   * encodes from a new thread, whose cache has seen the first half only.
   */
  List<Time> run(int rounds) {
    List<List<Time>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < rounds; round++) {
      times.get(0).add(timeOurs());
      times.get(1).add(time(this::encodeOneByOne));
      times.get(2).add(time(this::encodeBatches));
    }
    return times.stream().map(EncoderRace::median).toList();
  }

  /** The mean of so many runs that the clock's tick of ten milliseconds does not matter. */
  private Time timeOurs() {
    Time[] run = new Time[1];
    double seconds = 0;
    int runs = 0;
    while (seconds < LEAST_SECONDS && runs < MOST_RUNS) {
      onNewThread(
          () -> {
            encode(seen);
            run[0] = time(() -> encode(unseen));
          });
      seconds += run[0].seconds;
      runs++;
    }
    return new Time(seconds / runs, run[0].tokens);
  }

  /** Until the compiler has seen enough of our encoder; it compiles while the program runs. */
  void warmUp(int seconds) {
    long start = cpuNanos();
    while (cpuNanos() - start < seconds * 1_000_000_000L) {
      onNewThread(() -> encode(seen));
    }
  }

  private interface Way {
    long tokens();
  }

  private static Time time(Way way) {
    long start = cpuNanos();
    long tokens = way.tokens();
    return new Time((cpuNanos() - start) / 1e9, tokens);
  }

  private static Time median(List<Time> times) {
    List<Time> sorted = new ArrayList<>(times);
    sorted.sort((a, b) -> Double.compare(a.seconds, b.seconds));
    return sorted.get(sorted.size() / 2);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void onNewThread(Runnable work) {
    Thread thread = new Thread(work, "encoder");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot time encoders: interrupted", e);
    }
  }

  private long encode(List<byte[]> documents) {
    long tokens = 0;
    for (byte[] text : documents) {
      tokens += ours.encode(text, 0, text.length, SpecialTokens.AS_TOKENS, ids, 0);
    }
    return tokens;
  }

  private long encodeOneByOne() {
    long tokens = 0;
    for (String text : unseenText) {
      tokens += library.ids(text).length;
    }
    return tokens;
  }

  private long encodeBatches() {
    long tokens = 0;
    for (int from = 0; from < unseenText.size(); from += BATCH) {
      int to = Math.min(from + BATCH, unseenText.size());
      for (long[] text : library.ids(unseenText.subList(from, to).toArray(String[]::new))) {
        tokens += text.length;
      }
    }
    return tokens;
  }
}

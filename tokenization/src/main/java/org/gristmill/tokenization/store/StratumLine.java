package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.identity.KeySpace;

/**
 * A stratum's documents laid end to end, epoch after epoch. Training documents lie on a circle in
 * the order (key, document id, run); epoch <i>e</i> walks it once from the first document whose key
 * is not below
 *
 * <pre>
 * k0 = floor(XXH64(stratum name in UTF-8, then e as little-endian int64; seed) / 2^64 * training limit)
 * </pre>
 *
 * so that equal seeds give nested samples and every epoch another order of starting. Validation
 * documents are walked from the lowest key. A position on the line is a number of tokens from its
 * start; every position is found through sparse indexes and a few ranges of lengths. Not
 * thread-safe.
 */
public final class StratumLine {
  /** Added to the run number of documents from held-out sources. */
  public static final int HELD_OUT_RUN = 1 << 15;

  private final String stratum;
  private final List<Section> sections;
  private final long tokens;
  private final long limit;
  private final Long seed;
  private final Map<Long, Long> starts = new HashMap<>();

  private Section section;
  private long epoch;
  private long start;

  /** A stretch of a cursor's order that belongs to the line. */
  private record Section(DocumentCursor cursor, long from, long to, int runOffset) {
    long length() {
      return to - from;
    }
  }

  private StratumLine(String stratum, List<Section> sections, long limit, Long seed) {
    this.stratum = stratum;
    this.sections = sections;
    this.tokens = sections.stream().mapToLong(Section::length).sum();
    this.limit = limit;
    this.seed = seed;
  }

  static StratumLine training(StratumTokens stratum, double validationFraction, long seed)
      throws IOException {
    long limit = KeySpace.trainingLimit(validationFraction);
    DocumentCursor cursor = new DocumentCursor(stratum.runs());
    Section training = new Section(cursor, 0, cursor.seekKey(limit), 0);
    return new StratumLine(stratum.name(), List.of(training), limit, seed);
  }

  static StratumLine validation(StratumTokens stratum, double validationFraction)
      throws IOException {
    DocumentCursor cursor = new DocumentCursor(stratum.runs());
    long from = cursor.seekKey(KeySpace.trainingLimit(validationFraction));
    DocumentCursor heldOut = new DocumentCursor(stratum.heldOutRuns());
    return new StratumLine(
        stratum.name(),
        List.of(
            new Section(cursor, from, cursor.tokens(), 0),
            new Section(heldOut, 0, heldOut.tokens(), HELD_OUT_RUN)),
        0,
        null);
  }

  /** Tokens of one epoch. */
  public long tokens() {
    return tokens;
  }

  /**
   * To the document that holds a position; needs {@link #tokens} above 0 and a position of 0 or
   * more.
   */
  public void seek(long position) throws IOException {
    epoch = position / tokens;
    long onCircle = (firstToken(epoch) + position % tokens) % tokens;
    long passed = 0;
    for (Section candidate : sections) {
      if (onCircle < passed + candidate.length()) {
        section = candidate;
        break;
      }
      passed += candidate.length();
    }
    long token = section.from + onCircle - passed;
    section.cursor.seekToken(token);
    start = position - (token - section.cursor.start());
  }

  /** To the next document. */
  public void next() throws IOException {
    long end = start + length();
    boolean newEpoch = end % tokens == 0;
    boolean sectionEnds = section.cursor.start() + length() == section.to;
    if (newEpoch || sectionEnds) {
      seek(end);
      return;
    }
    section.cursor.next();
    start = end;
  }

  /** Where on the circle an epoch starts, in tokens. */
  private long firstToken(long ofEpoch) throws IOException {
    if (seed == null) {
      return 0;
    }
    Long known = starts.get(ofEpoch);
    if (known == null) {
      byte[] name = stratum.getBytes(StandardCharsets.UTF_8);
      byte[] bytes =
          ByteBuffer.allocate(name.length + Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(name)
              .putLong(ofEpoch)
              .array();
      long key = scale(Xxh64.hash(bytes, 0, bytes.length, seed), limit);
      known = sections.get(0).cursor.seekKey(key) % tokens;
      if (starts.size() > 1024) {
        starts.clear();
      }
      starts.put(ofEpoch, known);
    }
    return known;
  }

  /** {@code floor(hash / 2^64 * range)} with the hash as unsigned and the range positive. */
  public static long scale(long hash, long range) {
    return Math.multiplyHigh(hash, range) + (hash < 0 ? range : 0);
  }

  /** Position of the document's first token. */
  public long start() {
    return start;
  }

  /** Tokens of the document, at least 1. */
  public int length() {
    return section.cursor.length();
  }

  /** How many times the line went round before this document. */
  public int epoch() {
    return Math.toIntExact(epoch);
  }

  /** The document's run; runs of held-out sources count from {@link #HELD_OUT_RUN}. */
  public int run() {
    return section.cursor.document().run().number() + section.runOffset;
  }

  /** The document's part. */
  public TokenPart part() {
    return section.cursor.document().part();
  }

  /** The document's number in its part. */
  public int ordinal() throws IOException {
    return Math.toIntExact(section.cursor.document().ordinal());
  }

  /** Tokens of the part before the document. */
  public long startInPart() throws IOException {
    return section.cursor.document().startInPart();
  }
}

package org.gristmill.tokenization.stream;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.identity.KeySpace;
import org.gristmill.tokenization.store.Documents;
import org.gristmill.tokenization.store.Documents.Document;

/** The stream's definition, written down with lists and big integers, for comparison. */
final class ReferenceStream {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  record Piece(
      int stratum,
      Document document,
      int epoch,
      int offset,
      long start,
      int length,
      long position,
      BigInteger order) {}

  private ReferenceStream() {}

  /** Pieces of all windows in stream order. */
  static List<List<Piece>> windows(MixSpec spec, Map<String, List<Document>> documents) {
    long windowTokens = (long) spec.windowRows() * spec.rowTokens();
    long windows = (spec.tokens() + windowTokens - 1) / windowTokens;
    List<Piece> all = new ArrayList<>();
    for (int s = 0; s < spec.strata().size(); s++) {
      all.addAll(pieces(spec, s, documents.get(spec.strata().get(s).stratum())));
    }
    all.sort(
        Comparator.comparing(Piece::order)
            .thenComparing(Piece::stratum)
            .thenComparing(Piece::start));
    List<List<Piece>> result = new ArrayList<>();
    for (long w = 0; w < windows; w++) {
      result.add(new ArrayList<>());
    }
    for (Piece piece : all) {
      long budget = spec.strata().get(piece.stratum).tokens();
      long window =
          BigInteger.valueOf(piece.position)
              .multiply(BigInteger.valueOf(windows))
              .divide(BigInteger.valueOf(budget))
              .longValueExact();
      result.get((int) window).add(piece);
    }
    return result;
  }

  private static List<Piece> pieces(MixSpec spec, int s, List<Document> documents) {
    long budget = spec.strata().get(s).tokens();
    List<Piece> pieces = new ArrayList<>();
    if (budget == 0) {
      return pieces;
    }
    byte[] name = spec.strata().get(s).stratum().getBytes(StandardCharsets.UTF_8);
    long limit = KeySpace.trainingLimit(spec.validationFraction());
    List<Document> training =
        Documents.sorted(documents).stream().filter(d -> d.key() < limit).toList();
    long start = 0;
    for (int epoch = 0; start < budget; epoch++) {
      byte[] seeded =
          ByteBuffer.allocate(name.length + 8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(name)
              .putLong(epoch)
              .array();
      long k0 =
          unsigned(Xxh64.hash(seeded, 0, seeded.length, spec.seed()))
              .multiply(BigInteger.valueOf(limit))
              .divide(TWO_64)
              .longValueExact();
      List<Document> circle =
          new ArrayList<>(training.stream().filter(d -> d.key() >= k0).toList());
      circle.addAll(training.stream().filter(d -> d.key() < k0).toList());
      for (Document document : circle) {
        for (int offset = 0; offset < document.tokens().size() && start < budget; ) {
          int length =
              (int)
                  Math.min(
                      Math.min(spec.rowTokens(), document.tokens().size() - offset),
                      budget - start);
          long hash = Xxh64.hashLong(start, Xxh64.hash(name, 0, name.length, spec.seed()));
          long position =
              start
                  + unsigned(hash)
                      .multiply(BigInteger.valueOf(length))
                      .divide(TWO_64)
                      .longValueExact();
          BigInteger order =
              BigInteger.valueOf(position).shiftLeft(62).divide(BigInteger.valueOf(budget));
          pieces.add(new Piece(s, document, epoch, offset, start, length, position, order));
          start += length;
          offset += length;
        }
      }
    }
    return pieces;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}

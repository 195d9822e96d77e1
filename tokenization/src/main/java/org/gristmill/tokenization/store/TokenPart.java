package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;

/**
 * One part of a run: sizes from the listing, the sparse index read on first use, everything else in
 * ranges. Thread-safe.
 */
public final class TokenPart {
  private final OpenFiles files;
  private final String path;
  private final int number;
  private final long binBytes;
  private final long idxBytes;
  private final long idsBytes;
  private final OptionalLong maskBytes;
  private volatile SparseIndex sparse;

  TokenPart(
      OpenFiles files,
      String path,
      int number,
      long binBytes,
      long idxBytes,
      long idsBytes,
      OptionalLong maskBytes) {
    this.files = files;
    this.path = path;
    this.number = number;
    this.binBytes = binBytes;
    this.idxBytes = idxBytes;
    this.idsBytes = idsBytes;
    this.maskBytes = maskBytes;
  }

  /** Path in the store without extension. */
  public String path() {
    return path;
  }

  /** The part's number, from its file name. */
  public int number() {
    return number;
  }

  /**
   * The sparse index, checked against the sizes of the part's files.
   *
   * @throws CorruptDataException if they contradict each other
   */
  public SparseIndex sparse() throws IOException {
    SparseIndex known = sparse;
    if (known == null) {
      String name = path + ".sparse";
      known = SparseIndex.decode(files.store().readAll(name), name);
      checkSize(".bin", binBytes, known.tokens() * known.type().width());
      checkSize(".idx", idxBytes, MegatronIndex.bytes(known.sequences(), known.documents()));
      checkSize(".ids", idsBytes, known.documents() * DocumentId.BYTES);
      if (maskBytes.isPresent()) {
        checkSize(".mask", maskBytes.getAsLong(), known.tokens());
      }
      sparse = known;
    }
    return known;
  }

  private void checkSize(String extension, long found, long expected) {
    if (found != expected) {
      throw new CorruptDataException(
          "Cannot read "
              + path
              + extension
              + ": it has "
              + found
              + " bytes; expected "
              + expected
              + " from "
              + path
              + ".sparse");
    }
  }

  /** Whether a mask says which tokens are to be learnt; without one, all are. */
  public boolean hasMask() {
    return maskBytes.isPresent();
  }

  /**
   * Whether its documents are pairs of sequences.
   *
   * @throws CorruptDataException if they have neither one sequence each nor two
   */
  public boolean hasPairs() throws IOException {
    return sequencesEach() == 2;
  }

  private int sequencesEach() throws IOException {
    SparseIndex index = sparse();
    if (index.sequences() != index.documents() && index.sequences() != 2 * index.documents()) {
      throw new CorruptDataException(
          "Cannot read "
              + path
              + ".sparse: "
              + index.sequences()
              + " sequences in "
              + index.documents()
              + " documents; expected one each, or two");
    }
    return index.documents() == 0 ? 1 : (int) (index.sequences() / index.documents());
  }

  /** Lengths in tokens of {@code count} documents, all their sequences together. */
  int[] lengths(long first, int count) throws IOException {
    int[] lengths = sequenceLengths(first, count);
    if (lengths.length == count) {
      return lengths;
    }
    int[] both = new int[count];
    for (int d = 0; d < count; d++) {
      both[d] = Math.addExact(lengths[2 * d], lengths[2 * d + 1]);
    }
    return both;
  }

  /** Lengths in tokens of the sequences of {@code count} documents. */
  public int[] sequenceLengths(long first, int count) throws IOException {
    int each = sequencesEach();
    int[] lengths = new int[Math.multiplyExact(count, each)];
    files.use(
        path + ".idx",
        input -> {
          MegatronIndex index = MegatronIndex.open(input, path + ".idx", binBytes);
          index.lengths(first * each, lengths.length, lengths, 0);
          return index;
        });
    return lengths;
  }

  /**
   * Reads all of {@code .idx}, see {@link MegatronIndex#verify}; every document must have {@code
   * each} sequences.
   */
  void verifyIndex(long each) throws IOException {
    files.use(
        path + ".idx",
        input -> {
          MegatronIndex index = MegatronIndex.open(input, path + ".idx", binBytes);
          index.verify();
          index.verifyDocuments(each);
          return index;
        });
  }

  /** Tokens of {@code count} documents, by {@code .idx}. */
  long tokensOf(long first, int count) throws IOException {
    return files.use(
        path + ".idx",
        input -> {
          MegatronIndex index = MegatronIndex.open(input, path + ".idx", binBytes);
          long[] borders = new long[2];
          index.documentStarts(first, 1, borders, 0);
          index.documentStarts(first + count, 1, borders, 1);
          int sequences = Math.toIntExact(borders[1] - borders[0]);
          int[] lengths = new int[sequences];
          index.lengths(borders[0], sequences, lengths, 0);
          long tokens = 0;
          for (int length : lengths) {
            tokens += length;
          }
          return tokens;
        });
  }

  /** The 16-byte ids of {@code count} documents. */
  byte[] ids(long first, int count) throws IOException {
    ByteBuffer ids = ByteBuffer.allocate(Math.multiplyExact(count, DocumentId.BYTES));
    files.read(path + ".ids", first * DocumentId.BYTES, ids);
    return ids.array();
  }

  /**
   * Reads bytes of {@code .mask}, which must be there.
   *
   * @param first number of a token
   * @throws CorruptDataException if a byte is neither 0 nor 1
   */
  void mask(long first, ByteBuffer target) throws IOException {
    int start = target.position();
    files.read(path + ".mask", first, target);
    TokenMask.check(target, start, path + ".mask", first);
  }

  /** Reads bytes of {@code .bin}. */
  void bytes(long position, ByteBuffer target) throws IOException {
    files.read(path + ".bin", position, target);
  }

  /**
   * Reads the tokens of one document.
   *
   * @param ordinal the document's number in the part
   */
  public int[] document(long ordinal) throws IOException {
    SparseIndex index = sparse();
    if (ordinal < 0 || ordinal >= index.documents()) {
      throw new IllegalArgumentException(
          "Cannot read document "
              + ordinal
              + " of "
              + path
              + ": expected 0 to "
              + (index.documents() - 1));
    }
    long[] starts = new long[2];
    int sequences =
        files.use(
            path + ".idx",
            input -> {
              MegatronIndex megatron = MegatronIndex.open(input, path + ".idx", binBytes);
              megatron.documentStarts(ordinal, 2, starts, 0);
              long each = index.sequences() / index.documents();
              if (starts[0] != ordinal * each || starts[1] != starts[0] + each) {
                throw new CorruptDataException(
                    "Cannot read "
                        + path
                        + ".idx: document "
                        + ordinal
                        + " has sequences "
                        + starts[0]
                        + " to "
                        + starts[1]
                        + "; expected "
                        + each
                        + " for each document");
              }
              int count = Math.toIntExact(each);
              int[] lengths = new int[count];
              megatron.lengths(starts[0], count, lengths, 0);
              long[] offsets = new long[1];
              megatron.offsets(starts[0], 1, offsets, 0);
              starts[0] = offsets[0];
              int total = 0;
              for (int length : lengths) {
                total = Math.addExact(total, length);
              }
              return total;
            });
    ByteBuffer bytes = ByteBuffer.allocate(sequences * index.type().width());
    bytes(starts[0], bytes.order(ByteOrder.LITTLE_ENDIAN));
    int[] tokens = new int[sequences];
    index.type().read(bytes.flip(), tokens, 0, sequences);
    return tokens;
  }

  /** The id of one document. */
  public DocumentId documentId(long ordinal) throws IOException {
    return DocumentId.fromBytes(ids(ordinal, 1), 0);
  }
}

package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
  private volatile SparseIndex sparse;

  TokenPart(OpenFiles files, String path, int number, long binBytes, long idxBytes, long idsBytes) {
    this.files = files;
    this.path = path;
    this.number = number;
    this.binBytes = binBytes;
    this.idxBytes = idxBytes;
    this.idsBytes = idsBytes;
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

  /** Lengths in tokens of {@code count} documents of one sequence each. */
  int[] lengths(long first, int count) throws IOException {
    if (sparse().sequences() != sparse().documents()) {
      throw new CorruptDataException(
          "Cannot stream " + path + ": its documents are pairs of sequences; expected one each");
    }
    int[] lengths = new int[count];
    files.use(
        path + ".idx",
        input -> {
          MegatronIndex index = MegatronIndex.open(input, path + ".idx", binBytes);
          index.lengths(first, count, lengths, 0);
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

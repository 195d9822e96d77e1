package org.gristmill.tokenization.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;

/**
 * Reads a whole part again and compares its files with each other: sizes, running offsets, ids and
 * keys in order, sparse entries, tokens inside the vocabulary, masks of 0 and 1. Checksums are the
 * manifest's affair.
 */
public final class PartCheck {
  private static final int CHUNK_BYTES = 1 << 20;

  private PartCheck() {}

  /**
   * Counts of a part that was found whole.
   *
   * @param documents number of documents
   * @param tokens number of tokens
   */
  public record Counts(long documents, long tokens) {}

  /**
   * Checks a part.
   *
   * @param vocabularySize tokens must be below it
   * @throws CorruptDataException naming the file and the place of the first contradiction
   */
  public static Counts check(TokenPart part, int vocabularySize) throws IOException {
    SparseIndex sparse = part.sparse();
    part.verifyIndex(sparse.documents() == 0 ? 0 : sparse.sequences() / sparse.documents());
    checkIds(part, sparse);
    checkTokens(part, sparse, vocabularySize);
    checkMask(part, sparse);
    return new Counts(sparse.documents(), sparse.tokens());
  }

  private static void checkIds(TokenPart part, SparseIndex sparse) throws IOException {
    DocumentId before = null;
    long tokens = 0;
    for (int entry = 0; entry < sparse.entries(); entry++) {
      long first = sparse.ordinal(entry);
      int count = Math.toIntExact(sparse.ordinal(entry + 1) - first);
      byte[] ids = part.ids(first, count);
      for (int d = 0; d < count; d++) {
        DocumentId id = DocumentId.fromBytes(ids, d * DocumentId.BYTES);
        boolean ordered =
            before == null
                || before.key() < id.key()
                || (before.key() == id.key() && before.compareTo(id) <= 0);
        require(ordered, part.path() + ".ids", (first + d) * DocumentId.BYTES, "out of order");
        before = id;
      }
      long key = DocumentId.fromBytes(ids, 0).key();
      require(key == sparse.key(entry), part.path() + ".sparse", 48 + 32L * entry, "another key");
      require(
          tokens == sparse.tokensBefore(entry),
          part.path() + ".sparse",
          48 + 32L * entry,
          "another token count than .idx");
      tokens += part.tokensOf(first, count);
    }
  }

  private static void checkTokens(TokenPart part, SparseIndex sparse, int vocabularySize)
      throws IOException {
    int width = sparse.type().width();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int[] tokens = new int[CHUNK_BYTES / width];
    for (long at = 0; at < sparse.tokens(); at += tokens.length) {
      int count = (int) Math.min(tokens.length, sparse.tokens() - at);
      part.bytes(at * width, chunk.clear().limit(count * width));
      sparse.type().read(chunk.flip(), tokens, 0, count);
      for (int i = 0; i < count; i++) {
        boolean known = tokens[i] >= 0 && tokens[i] < vocabularySize;
        require(known, part.path() + ".bin", (at + i) * width, "token " + tokens[i]);
      }
    }
  }

  private static void checkMask(TokenPart part, SparseIndex sparse) throws IOException {
    for (long at = 0; part.hasMask() && at < sparse.tokens(); at += CHUNK_BYTES) {
      part.mask(at, ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, sparse.tokens() - at)));
    }
  }

  private static void require(boolean right, String file, long at, String found) {
    if (!right) {
      throw new CorruptDataException("Cannot accept " + file + " at byte " + at + ": " + found);
    }
  }
}

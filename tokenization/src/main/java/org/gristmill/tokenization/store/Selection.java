package org.gristmill.tokenization.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;

/**
 * Which documents of a part a mix may use: a bitmap, and for every stretch of the part's {@code
 * .sparse} how many kept tokens come before it, so that a kept token is found as fast as any.
 * Immutable.
 */
public final class Selection {
  private static final byte[] MAGIC = {'G', 'M', 'S', 'E', 'L', 'E', 'C', 'T'};
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 48;

  private final long documents;
  private final BitSet kept;
  private final long[] tokensBefore;
  private final long tokens;

  private Selection(long documents, BitSet kept, long[] tokensBefore, long tokens) {
    this.documents = documents;
    this.kept = kept;
    this.tokensBefore = tokensBefore;
    this.tokens = tokens;
  }

  /**
   * Selects documents of a part.
   *
   * @param sparse the part's sparse index
   * @param lengths tokens of every document
   * @param kept numbers of the documents that stay
   */
  public static Selection of(SparseIndex sparse, int[] lengths, BitSet kept) {
    long[] tokensBefore = new long[sparse.entries()];
    long tokens = 0;
    int document = 0;
    for (int entry = 0; entry < tokensBefore.length; entry++) {
      tokensBefore[entry] = tokens;
      for (; document < sparse.ordinal(entry + 1); document++) {
        tokens += kept.get(document) ? lengths[document] : 0;
      }
    }
    return new Selection(sparse.documents(), (BitSet) kept.clone(), tokensBefore, tokens);
  }

  /** Whether a document stays. */
  public boolean keeps(int document) {
    return kept.get(document);
  }

  /** Documents that stay. */
  public int keptDocuments() {
    return kept.cardinality();
  }

  /** Tokens that stay. */
  public long keptTokens() {
    return tokens;
  }

  /** Kept tokens before a stretch of the part's sparse index; for the entry after the last, all. */
  public long tokensBefore(int entry) {
    return entry == tokensBefore.length ? tokens : tokensBefore[entry];
  }

  /** The file's bytes. */
  public byte[] encode() {
    int bitmap = Math.toIntExact((documents + 7) / 8);
    int size = HEADER_BYTES + bitmap + Long.BYTES * tokensBefore.length + Long.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION).putInt(0).putLong(documents).putLong(kept.cardinality());
    out.putLong(tokens).putLong(tokensBefore.length);
    out.put(Arrays.copyOf(kept.toByteArray(), bitmap));
    for (long before : tokensBefore) {
      out.putLong(before);
    }
    out.putLong(Xxh64.hash(out.array(), 0, size - Long.BYTES, 0));
    return out.array();
  }

  /**
   * Reads the file's bytes.
   *
   * @throws CorruptDataException naming the file and the first byte that is wrong
   */
  public static Selection decode(byte[] file, String name) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER_BYTES + Long.BYTES
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt(name, 0, "no selection; expected it to start with GMSELECT");
    }
    if (in.getInt(8) != VERSION) {
      throw corrupt(name, 8, "version " + in.getInt(8) + "; expected 1");
    }
    int last = file.length - Long.BYTES;
    if (in.getLong(last) != Xxh64.hash(file, 0, last, 0)) {
      throw corrupt(name, last, "checksum does not match its content");
    }
    long documents = in.getLong(16);
    long entries = in.getLong(40);
    boolean counts =
        documents >= 0
            && documents <= 8L * file.length
            && entries >= 0
            && entries <= file.length
            && file.length == HEADER_BYTES + (documents + 7) / 8 + 8 * entries + Long.BYTES;
    if (!counts) {
      throw corrupt(name, 16, documents + " documents do not fit its " + file.length + " bytes");
    }
    int bitmap = (int) ((documents + 7) / 8);
    BitSet kept = BitSet.valueOf(Arrays.copyOfRange(file, HEADER_BYTES, HEADER_BYTES + bitmap));
    if (kept.length() > documents || kept.cardinality() != in.getLong(24)) {
      throw corrupt(name, 24, "the bitmap keeps " + kept.cardinality() + " documents");
    }
    long[] tokensBefore = new long[(int) entries];
    in.position(HEADER_BYTES + bitmap);
    in.asLongBuffer().get(tokensBefore);
    return new Selection(documents, kept, tokensBefore, in.getLong(32));
  }

  private static CorruptDataException corrupt(String name, long at, String reason) {
    return new CorruptDataException("Cannot read " + name + " at byte " + at + ": " + reason);
  }
}

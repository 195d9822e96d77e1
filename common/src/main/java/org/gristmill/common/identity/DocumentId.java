package org.gristmill.common.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.gristmill.common.hash.Hash128;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.common.hash.Xxh64;

/**
 * The 128-bit identity of a document: XXH3-128 (seed 0) of its UTF-8 text as read, or of its
 * little-endian int32 tokens. No path, row or source name enters it. The natural order is the
 * unsigned order of the 16 big-endian bytes, the order in which Spark sorts the binary column.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record DocumentId(long high, long low) implements Comparable<DocumentId> {
  /** Length of the binary form. */
  public static final int BYTES = 16;

  // Spark's xxhash64 starts from 42 and chains its arguments; this is the state after 0L.
  private static final long KEY_SEED = Xxh64.hashLong(0L, 42L);
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * Identity of a text.
   *
   * @param utf8 the text's UTF-8 bytes, before any edit
   * @param offset first byte
   * @param length number of bytes, may be 0
   * @return the identity
   */
  public static DocumentId ofText(byte[] utf8, int offset, int length) {
    return of(Xxh128.hash(utf8, offset, length));
  }

  /**
   * Identity of a pre-tokenized document.
   *
   * @param tokens token ids
   * @param offset first token
   * @param length number of tokens, may be 0
   * @return the identity
   */
  public static DocumentId ofTokens(int[] tokens, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, tokens.length);
    Xxh128 stream = new Xxh128();
    ByteBuffer chunk = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    int chunkTokens = chunk.capacity() / Integer.BYTES;
    for (int done = 0; done < length; ) {
      int count = Math.min(length - done, chunkTokens);
      chunk.clear();
      chunk.asIntBuffer().put(tokens, offset + done, count);
      chunk.limit(count * Integer.BYTES);
      stream.update(chunk);
      done += count;
    }
    return of(stream.digest());
  }

  /**
   * Reads the binary form.
   *
   * @param bytes holds 16 big-endian bytes
   * @param offset first of them
   * @return the identity
   * @throws IndexOutOfBoundsException if fewer than 16 bytes follow the offset
   */
  public static DocumentId fromBytes(byte[] bytes, int offset) {
    return new DocumentId(
        (long) BIG_ENDIAN.get(bytes, offset), (long) BIG_ENDIAN.get(bytes, offset + Long.BYTES));
  }

  /**
   * Returns the binary form.
   *
   * @return 16 big-endian bytes, owned by the caller
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    BIG_ENDIAN.set(bytes, 0, high);
    BIG_ENDIAN.set(bytes, Long.BYTES, low);
    return bytes;
  }

  /**
   * Returns the identity as text.
   *
   * @return 32 lower-case hexadecimal digits
   */
  public String hex() {
    return new Hash128(high, low).hex();
  }

  /**
   * Place of the document on the circle of keys: what Spark computes as {@code
   * shiftrightunsigned(xxhash64(0L, doc_id), 1)} for the binary column.
   *
   * @return 0 to 2^63 - 1, uniformly spread
   */
  public long key() {
    return Xxh64.hash(toBytes(), 0, BYTES, KEY_SEED) >>> 1;
  }

  @Override
  public int compareTo(DocumentId other) {
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }

  private static DocumentId of(Hash128 hash) {
    return new DocumentId(hash.high(), hash.low());
  }
}

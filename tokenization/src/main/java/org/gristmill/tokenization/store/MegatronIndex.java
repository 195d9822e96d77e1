package org.gristmill.tokenization.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * Megatron's {@code .idx}: a 34-byte header, then the length (int32) and byte offset (int64) of
 * every sequence, then the first sequence (int64) of every document and one past the last.
 * Little-endian. Reads ranges only; thread-safe as far as its input is.
 */
public final class MegatronIndex {
  /** Bytes before the lengths. */
  public static final int HEADER_BYTES = 34;

  private static final byte[] MAGIC = {'M', 'M', 'I', 'D', 'I', 'D', 'X', 0, 0};
  private static final long VERSION = 1;
  private static final int CHUNK = 1 << 14;

  private final RandomInput input;
  private final String name;
  private final TokenType type;
  private final long sequences;
  private final long documents;
  private final long binBytes;

  private MegatronIndex(
      RandomInput input,
      String name,
      TokenType type,
      long sequences,
      long documents,
      long binBytes) {
    this.input = input;
    this.name = name;
    this.type = type;
    this.sequences = sequences;
    this.documents = documents;
    this.binBytes = binBytes;
  }

  /**
   * Opens an index and checks its header against the sizes of both files.
   *
   * @param input stays the caller's to close
   * @param name the file's name for messages
   * @param binBytes size of the {@code .bin} beside it
   * @throws CorruptDataException if magic, version, type or a size is wrong
   */
  public static MegatronIndex open(RandomInput input, String name, long binBytes)
      throws IOException {
    if (input.length() < HEADER_BYTES) {
      throw new CorruptDataException(
          "Cannot read " + name + ": it has " + input.length() + " bytes; expected at least 34");
    }
    ByteBuffer header = little(HEADER_BYTES);
    input.readFully(0, header);
    header.flip();
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 0: no Megatron index; expected it to start with MMIDIDX");
    }
    long version = header.getLong();
    if (version != VERSION) {
      throw new CorruptDataException(
          "Cannot read " + name + " at byte 9: version " + version + "; expected 1");
    }
    TokenType type = TokenType.ofCode(header.get() & 0xFF, name, 17);
    long sequences = header.getLong();
    long entries = header.getLong();
    long largest = input.length() / 4;
    boolean counts = sequences >= 0 && sequences <= largest && entries >= 1 && entries <= largest;
    if (!counts || input.length() != HEADER_BYTES + 12 * sequences + 8 * entries) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 18: "
              + sequences
              + " sequences and "
              + entries
              + " document entries do not fit its "
              + input.length()
              + " bytes");
    }
    if (binBytes % type.width() != 0) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + ": its .bin has "
              + binBytes
              + " bytes; expected a multiple of "
              + type.width());
    }
    return new MegatronIndex(input, name, type, sequences, entries - 1, binBytes);
  }

  /** Size of an index file in bytes. */
  static long bytes(long sequences, long documents) {
    return HEADER_BYTES + 12 * sequences + 8 * (documents + 1);
  }

  /**
   * Writes an index.
   *
   * @param lengths tokens of each sequence, the first {@code sequences} entries
   * @param documentStarts first sequence of each document, the first {@code documents} entries
   */
  public static void write(
      OutputStream out,
      TokenType type,
      int[] lengths,
      int sequences,
      int[] documentStarts,
      int documents)
      throws IOException {
    try (Chunk chunk = new Chunk(out)) {
      chunk.room().put(MAGIC).putLong(VERSION).put((byte) type.code());
      chunk.room().putLong(sequences).putLong(documents + 1L);
      for (int i = 0; i < sequences; i++) {
        chunk.room().putInt(lengths[i]);
      }
      long offset = 0;
      for (int i = 0; i < sequences; i++) {
        chunk.room().putLong(offset);
        offset += (long) lengths[i] * type.width();
      }
      for (int i = 0; i < documents; i++) {
        chunk.room().putLong(documentStarts[i]);
      }
      chunk.room().putLong(sequences);
    }
  }

  /** Gathers small values; close writes the rest and leaves the stream open. */
  private static final class Chunk implements AutoCloseable {
    private final byte[] bytes = new byte[CHUNK];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private final OutputStream out;

    Chunk(OutputStream out) {
      this.out = out;
    }

    ByteBuffer room() throws IOException {
      if (buffer.remaining() < HEADER_BYTES) {
        close();
      }
      return buffer;
    }

    @Override
    public void close() throws IOException {
      out.write(bytes, 0, buffer.position());
      buffer.clear();
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The stored token type. */
  public TokenType type() {
    return type;
  }

  /** Number of sequences. */
  public long sequences() {
    return sequences;
  }

  /** Number of documents. */
  public long documents() {
    return documents;
  }

  /**
   * Reads the lengths in tokens of {@code count} sequences.
   *
   * @throws CorruptDataException if one is negative
   */
  public void lengths(long first, int count, int[] target, int at) throws IOException {
    ByteBuffer bytes = range(HEADER_BYTES + 4 * first, count * Integer.BYTES);
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt();
      if (length < 0) {
        throw new CorruptDataException(
            "Cannot read "
                + name
                + " at byte "
                + (HEADER_BYTES + 4 * (first + i))
                + ": sequence "
                + (first + i)
                + " has "
                + length
                + " tokens; expected 0 or more");
      }
      target[at + i] = length;
    }
  }

  /** Reads the byte offsets in the {@code .bin} of {@code count} sequences, unchecked. */
  public void offsets(long first, int count, long[] target, int at) throws IOException {
    longs(HEADER_BYTES + 4 * sequences + 8 * first, count, target, at);
  }

  /**
   * Reads the first sequence of {@code count} documents, unchecked; document {@link #documents}
   * gives the end.
   */
  public void documentStarts(long first, int count, long[] target, int at) throws IOException {
    longs(HEADER_BYTES + 12 * sequences + 8 * first, count, target, at);
  }

  private void longs(long position, int count, long[] target, int at) throws IOException {
    ByteBuffer bytes = range(position, count * Long.BYTES);
    bytes.asLongBuffer().get(target, at, count);
  }

  private ByteBuffer range(long position, int length) throws IOException {
    ByteBuffer bytes = little(length);
    input.readFully(position, bytes);
    return bytes.flip();
  }

  /**
   * Reads all of it: offsets must be the running sum of lengths and end at the {@code .bin}'s size,
   * documents must ascend from 0 to the number of sequences.
   *
   * @throws CorruptDataException naming the first place that is wrong
   */
  public void verify() throws IOException {
    int[] lengths = new int[CHUNK];
    long[] offsets = new long[CHUNK];
    long expected = 0;
    for (long first = 0; first < sequences; first += CHUNK) {
      int count = (int) Math.min(CHUNK, sequences - first);
      lengths(first, count, lengths, 0);
      offsets(first, count, offsets, 0);
      for (int i = 0; i < count; i++) {
        long at = HEADER_BYTES + 4 * sequences + 8 * (first + i);
        require(offsets[i] == expected, at, "offset " + offsets[i], expected);
        expected += (long) lengths[i] * type.width();
      }
    }
    require(expected == binBytes, HEADER_BYTES, "lengths of " + expected + " bytes", binBytes);
    verifyDocuments();
  }

  private void verifyDocuments() throws IOException {
    long[] starts = new long[CHUNK];
    long before = 0;
    for (long first = 0; first <= documents; first += CHUNK) {
      int count = (int) Math.min(CHUNK, documents + 1 - first);
      documentStarts(first, count, starts, 0);
      for (int i = 0; i < count; i++) {
        long at = HEADER_BYTES + 12 * sequences + 8 * (first + i);
        boolean ordered = first + i == 0 ? starts[i] == 0 : starts[i] >= before;
        require(ordered, at, "document start " + starts[i], before);
        before = starts[i];
      }
    }
    long last = HEADER_BYTES + 12 * sequences + 8 * documents;
    require(before == sequences, last, "last document entry " + before, sequences);
  }

  /**
   * Checks that every document has {@code each} sequences.
   *
   * @throws CorruptDataException naming the first that has not
   */
  void verifyDocuments(long each) throws IOException {
    long[] starts = new long[CHUNK];
    for (long first = 0; first <= documents; first += CHUNK) {
      int count = (int) Math.min(CHUNK, documents + 1 - first);
      documentStarts(first, count, starts, 0);
      for (int i = 0; i < count; i++) {
        long at = HEADER_BYTES + 12 * sequences + 8 * (first + i);
        long expected = (first + i) * each;
        require(starts[i] == expected, at, "document start " + starts[i], expected);
      }
    }
  }

  private void require(boolean right, long at, String found, long expected) {
    if (!right) {
      throw new CorruptDataException(
          "Cannot read " + name + " at byte " + at + ": " + found + "; expected " + expected);
    }
  }
}

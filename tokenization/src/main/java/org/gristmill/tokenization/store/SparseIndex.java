package org.gristmill.tokenization.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;

/**
 * The {@code .sparse} of a part: for every stretch of at most 1 MiB of tokens the key, ordinal,
 * running token count and byte offset of its first document. A document longer than that has a
 * stretch of its own. Immutable.
 */
public final class SparseIndex {
  /** Most bytes of {@code .bin} between two entries, unless one document is longer. */
  public static final int STRETCH_BYTES = 1 << 20;

  private static final byte[] MAGIC = {'G', 'M', 'S', 'P', 'A', 'R', 'S', 'E'};
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 48;
  private static final int ENTRY_BYTES = 32;

  private final TokenType type;
  private final long documents;
  private final long sequences;
  private final long tokens;
  private final long[] keys;
  private final long[] ordinals;
  private final long[] tokensBefore;

  private SparseIndex(
      TokenType type,
      long documents,
      long sequences,
      long tokens,
      long[] keys,
      long[] ordinals,
      long[] tokensBefore) {
    this.type = type;
    this.documents = documents;
    this.sequences = sequences;
    this.tokens = tokens;
    this.keys = keys;
    this.ordinals = ordinals;
    this.tokensBefore = tokensBefore;
  }

  /** Gathers the entries of a part while it is written. */
  static final class Builder {
    private final TokenType type;
    private long documents;
    private long sequences;
    private long tokens;
    private int entries;
    private long[] keys = new long[64];
    private long[] ordinals = new long[64];
    private long[] tokensBefore = new long[64];

    Builder(TokenType type) {
      this.type = type;
    }

    void add(long key, int documentTokens, int documentSequences) {
      long end = tokens + documentTokens;
      if (entries == 0 || (end - tokensBefore[entries - 1]) * type.width() > STRETCH_BYTES) {
        if (entries == keys.length) {
          keys = Arrays.copyOf(keys, entries * 2);
          ordinals = Arrays.copyOf(ordinals, entries * 2);
          tokensBefore = Arrays.copyOf(tokensBefore, entries * 2);
        }
        keys[entries] = key;
        ordinals[entries] = documents;
        tokensBefore[entries++] = tokens;
      }
      documents++;
      sequences += documentSequences;
      tokens = end;
    }

    SparseIndex build() {
      return new SparseIndex(
          type,
          documents,
          sequences,
          tokens,
          Arrays.copyOf(keys, entries),
          Arrays.copyOf(ordinals, entries),
          Arrays.copyOf(tokensBefore, entries));
    }
  }

  /** The file's bytes. */
  byte[] encode() {
    int size = HEADER_BYTES + ENTRY_BYTES * keys.length + Long.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION).putInt(type.code());
    out.putLong(documents).putLong(sequences).putLong(tokens).putLong(keys.length);
    for (int i = 0; i < keys.length; i++) {
      out.putLong(keys[i]).putLong(ordinals[i]).putLong(tokensBefore[i]);
      out.putLong(tokensBefore[i] * type.width());
    }
    out.putLong(Xxh64.hash(out.array(), 0, size - Long.BYTES, 0));
    return out.array();
  }

  /**
   * Reads the file's bytes.
   *
   * @throws CorruptDataException naming the file and the first byte that is wrong
   */
  static SparseIndex decode(byte[] file, String name) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER_BYTES + Long.BYTES) {
      throw corrupt(name, 0, "it has " + file.length + " bytes; expected at least 56");
    }
    if (!Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt(name, 0, "no sparse index; expected it to start with GMSPARSE");
    }
    if (in.getInt(8) != VERSION) {
      throw corrupt(name, 8, "version " + in.getInt(8) + "; expected 1");
    }
    long entries = in.getLong(40);
    if (entries < 0
        || entries > file.length / ENTRY_BYTES
        || file.length != HEADER_BYTES + ENTRY_BYTES * entries + Long.BYTES) {
      throw corrupt(name, 40, entries + " entries do not fit its " + file.length + " bytes");
    }
    int last = file.length - Long.BYTES;
    long checksum = Xxh64.hash(file, 0, last, 0);
    if (in.getLong(last) != checksum) {
      throw corrupt(name, last, "checksum does not match its content");
    }
    TokenType type = TokenType.ofCode(in.getInt(12), name, 12);
    if (!type.isStored()) {
      throw new CorruptDataException(
          "Cannot read " + name + " at byte 12: token type " + type + "; expected UINT16 or INT32");
    }
    long[] keys = new long[(int) entries];
    long[] ordinals = new long[keys.length];
    long[] tokensBefore = new long[keys.length];
    long documents = in.getLong(16);
    long tokens = in.getLong(32);
    in.position(HEADER_BYTES);
    for (int i = 0; i < keys.length; i++) {
      int at = in.position();
      keys[i] = in.getLong();
      ordinals[i] = in.getLong();
      tokensBefore[i] = in.getLong();
      boolean ordered =
          i == 0
              ? ordinals[0] == 0 && tokensBefore[0] == 0
              : keys[i] >= keys[i - 1]
                  && ordinals[i] > ordinals[i - 1]
                  && tokensBefore[i] >= tokensBefore[i - 1];
      if (!ordered
          || keys[i] < 0
          || ordinals[i] >= documents
          || tokensBefore[i] > tokens
          || in.getLong() != tokensBefore[i] * type.width()) {
        throw corrupt(name, at, "entry " + i + " is out of order");
      }
    }
    if ((documents == 0) != (keys.length == 0)) {
      throw corrupt(name, 16, documents + " documents but " + keys.length + " entries");
    }
    return new SparseIndex(type, documents, in.getLong(24), tokens, keys, ordinals, tokensBefore);
  }

  private static CorruptDataException corrupt(String name, long at, String reason) {
    return new CorruptDataException("Cannot read " + name + " at byte " + at + ": " + reason);
  }

  /** The stored token type. */
  public TokenType type() {
    return type;
  }

  /** Documents of the part. */
  public long documents() {
    return documents;
  }

  /** Sequences of the part; a preference pair is a document of two. */
  public long sequences() {
    return sequences;
  }

  /** Tokens of the part. */
  public long tokens() {
    return tokens;
  }

  /** Number of stretches. */
  public int entries() {
    return keys.length;
  }

  /** Key of a stretch's first document. */
  public long key(int entry) {
    return keys[entry];
  }

  /**
   * Ordinal of a stretch's first document; for the entry after the last, the number of documents.
   */
  public long ordinal(int entry) {
    return entry == keys.length ? documents : ordinals[entry];
  }

  /** Tokens before a stretch; for the entry after the last, all. */
  public long tokensBefore(int entry) {
    return entry == keys.length ? tokens : tokensBefore[entry];
  }

  /** The last stretch that starts at or before a token. */
  int stretchOfToken(long token) {
    int found = Arrays.binarySearch(tokensBefore, token);
    if (found < 0) {
      return -found - 2;
    }
    while (found + 1 < tokensBefore.length && tokensBefore[found + 1] == token) {
      found++;
    }
    return found;
  }

  /** How many stretches start with a key below this one. */
  int stretchesBelow(long key) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

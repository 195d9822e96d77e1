package org.gristmill.tokenization.store;

import java.io.Closeable;
import java.io.IOException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/**
 * A Megatron data set, {@code <prefix>.idx} and {@code <prefix>.bin}, whoever wrote it. The token
 * type is the one its index names; documents may be empty or have several sequences. The whole
 * index is checked against both files when it is opened, so that nothing in it can mislead later.
 * Not thread-safe.
 */
public final class MegatronSet implements Closeable {
  private static final int CHUNK = 1 << 12;

  private final String prefix;
  private final RandomInput idx;
  private final RandomInput bin;
  private final MegatronIndex index;
  private ForwardReader reader;
  private long readerAt;
  private long offset;
  private final long[] starts = new long[CHUNK + 1];
  private final int[] lengths = new int[CHUNK];
  private long firstStart;
  private long firstLength = -CHUNK;
  private long document = -1;
  private int[] tokens = new int[0];
  private int length;

  private MegatronSet(String prefix, RandomInput idx, RandomInput bin, MegatronIndex index) {
    this.prefix = prefix;
    this.idx = idx;
    this.bin = bin;
    this.index = index;
    this.reader = new ForwardReader(bin, prefix + ".bin", index.type(), 0);
    this.firstStart = -CHUNK - 1L;
  }

  /**
   * Opens a set and checks all of its index.
   *
   * @param prefix path without {@code .idx} and {@code .bin}
   * @throws CorruptDataException if a count, length, offset or document start does not fit
   */
  public static MegatronSet open(Store store, String prefix) throws IOException {
    RandomInput idx = store.open(prefix + ".idx");
    RandomInput bin = null;
    boolean opened = false;
    try {
      bin = store.open(prefix + ".bin");
      MegatronIndex index = MegatronIndex.open(idx, prefix + ".idx", bin.length());
      index.verify();
      opened = true;
      return new MegatronSet(prefix, idx, bin, index);
    } finally {
      if (!opened) {
        idx.close();
        if (bin != null) {
          bin.close();
        }
      }
    }
  }

  /** What the index says about the set. */
  public MegatronIndex index() {
    return index;
  }

  /** All tokens. */
  public long tokenCount() {
    return bin.length() / index.type().width();
  }

  /**
   * To the next document, the first one at first, and its tokens.
   *
   * @return whether there is one
   * @throws CorruptDataException if one of its tokens can be no id
   */
  public boolean next() throws IOException {
    if (!advance()) {
      return false;
    }
    load();
    return true;
  }

  /**
   * To the next document, the first one at first, whose tokens are read by {@link #load} only.
   *
   * @return whether there is one
   */
  public boolean advance() throws IOException {
    offset += (long) length * index.type().width();
    length = 0;
    if (document + 1 >= index.documents()) {
      return false;
    }
    document++;
    long count = 0;
    long until = start(document + 1);
    for (long sequence = start(document); sequence < until; sequence++) {
      count += lengthOf(sequence);
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw new CorruptDataException(
          "Cannot read "
              + prefix
              + ".bin: document "
              + document
              + " has "
              + count
              + " tokens; expected fewer than 2^31");
    }
    length = (int) count;
    return true;
  }

  /**
   * Reads the tokens of the document.
   *
   * @return {@link #length} tokens and more; overwritten by the next call
   * @throws CorruptDataException if one of them can be no id; the next document can still be read
   */
  public int[] load() throws IOException {
    if (readerAt != offset) {
      reader = new ForwardReader(bin, prefix + ".bin", index.type(), offset);
    }
    readerAt = -1;
    tokens = reader.read(length, tokens);
    readerAt = offset + (long) length * index.type().width();
    return tokens;
  }

  /** First byte of the document in the {@code .bin}. */
  public long offset() {
    return offset;
  }

  private long start(long wanted) throws IOException {
    if (wanted < firstStart || wanted >= firstStart + CHUNK + 1) {
      firstStart = wanted;
      int count = (int) Math.min(CHUNK + 1L, index.documents() + 1 - wanted);
      index.documentStarts(wanted, count, starts, 0);
    }
    return starts[(int) (wanted - firstStart)];
  }

  private int lengthOf(long sequence) throws IOException {
    if (sequence < firstLength || sequence >= firstLength + CHUNK) {
      firstLength = sequence;
      index.lengths(sequence, (int) Math.min(CHUNK, index.sequences() - sequence), lengths, 0);
    }
    return lengths[(int) (sequence - firstLength)];
  }

  /** The document's tokens, {@link #length} of them; overwritten by {@link #next}. */
  public int[] tokens() {
    return tokens;
  }

  /** Tokens of the document, 0 for an empty one. */
  public int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    try (idx;
        bin) {
      length = 0;
    }
  }
}

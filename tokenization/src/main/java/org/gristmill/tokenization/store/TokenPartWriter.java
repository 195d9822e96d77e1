package org.gristmill.tokenization.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * Writes one part of a run: {@code .bin}, {@code .idx}, {@code .sparse} and {@code .ids}, and
 * {@code .mask} if any document comes with a mask; the others then count as learnt throughout.
 * Documents come in order of (key, document id). Nothing is visible before {@link #commit}, which
 * lets {@code .bin} appear last. Not thread-safe; memory grows by about 30 bytes a document.
 */
public final class TokenPartWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String MASK = ".mask";
  private static final byte[] LEARNT = learnt();

  private final Store store;
  private final String path;
  private final TokenType type;
  private final AtomicOutput bin;
  private final AtomicOutput ids;
  private final SparseIndex.Builder sparse;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int[] lengths = new int[1024];
  private int[] documentStarts = new int[1024];
  private int sequences;
  private int documents;
  private long tokens;
  private Optional<AtomicOutput> masks = Optional.empty();
  private long lastKey = -1;
  private DocumentId lastId = new DocumentId(0, 0);

  /**
   * What a committed part holds.
   *
   * @param documents number of documents
   * @param tokens number of tokens
   * @param files size and checksum of each file by path in the store
   */
  public record Summary(long documents, long tokens, Map<String, FileDigest> files) {
    /** Keeps a copy. */
    public Summary {
      files = Map.copyOf(files);
    }
  }

  /**
   * Starts a part.
   *
   * @param path path of the part without extension, for example {@code …/run-0000/part-00000}
   */
  public TokenPartWriter(Store store, String path, TokenType type) throws IOException {
    this.store = store;
    this.path = path;
    this.type = type;
    this.sparse = new SparseIndex.Builder(type);
    this.bin = store.create(path + ".bin");
    try {
      this.ids = store.create(path + ".ids");
    } catch (IOException | RuntimeException e) {
      bin.close();
      throw e;
    }
  }

  /**
   * Appends a document of one sequence.
   *
   * @param key its key, {@link DocumentId#key()}
   * @param sequence its tokens {@code [off .. off+len)}, end-of-document token included
   * @throws IllegalArgumentException if it comes out of order or a token does not fit the type
   */
  public void add(DocumentId id, long key, int[] sequence, int off, int len) throws IOException {
    addSequences(id, key, sequence, off, len);
    addMask(Optional.empty(), off, len);
  }

  /**
   * Appends a rendered conversation.
   *
   * @param mask 1 for every token to be learnt, else 0; at the places of {@code sequence}
   * @throws IllegalArgumentException also if the mask holds anything else
   */
  public void add(DocumentId id, long key, int[] sequence, byte[] mask, int off, int len)
      throws IOException {
    addSequences(id, key, sequence, off, len);
    addMask(Optional.of(mask), off, len);
  }

  /**
   * Appends a document of two sequences, a chosen and a rejected answer.
   *
   * @param both the tokens of both, one after the other, from {@code off}
   * @param mask 1 for every token to be learnt, else 0; at the places of {@code both}
   */
  public void addPair(
      DocumentId id, long key, int[] both, byte[] mask, int off, int chosen, int rejected)
      throws IOException {
    addSequences(id, key, both, off, chosen, rejected);
    addMask(Optional.of(mask), off, chosen + rejected);
  }

  /** Called after the tokens were counted; makes up for the documents before the first mask. */
  private void addMask(Optional<byte[]> mask, int off, int len) throws IOException {
    if (mask.isPresent() && masks.isEmpty()) {
      masks = Optional.of(store.create(path + MASK));
      addLearnt(tokens - len);
    }
    if (mask.isPresent()) {
      TokenMask.write(masks.get(), mask.get(), off, len);
    } else if (masks.isPresent()) {
      addLearnt(len);
    }
  }

  private void addLearnt(long count) throws IOException {
    for (long left = count; left > 0; left -= LEARNT.length) {
      masks.orElseThrow().write(LEARNT, 0, (int) Math.min(left, LEARNT.length));
    }
  }

  private static byte[] learnt() {
    byte[] ones = new byte[1 << 12];
    Arrays.fill(ones, (byte) 1);
    return ones;
  }

  private void addSequences(DocumentId id, long key, int[] all, int off, int... parts)
      throws IOException {
    checkOrder(id, key);
    int total = 0;
    documentStarts = room(documentStarts, documents);
    documentStarts[documents++] = sequences;
    for (int part : parts) {
      lengths = room(lengths, sequences);
      lengths[sequences++] = part;
      total += part;
    }
    checkTokens(all, off, total);
    sparse.add(key, total, parts.length);
    ids.write(id.toBytes());
    tokens += total;
    int perChunk = BUFFER_BYTES / type.width();
    for (int at = 0; at < total; at += perChunk) {
      int count = Math.min(perChunk, total - at);
      buffer.clear();
      type.write(all, off + at, count, buffer);
      bin.write(buffer.array(), 0, count * type.width());
    }
  }

  private void checkOrder(DocumentId id, long key) {
    boolean ordered = key > lastKey || (key == lastKey && id.compareTo(lastId) >= 0);
    if (!ordered) {
      throw new IllegalArgumentException(
          "Cannot add document "
              + id.hex()
              + " with key "
              + key
              + " to "
              + path
              + ": it follows "
              + lastId.hex()
              + " with key "
              + lastKey
              + "; expected keys of 0 or more in ascending order");
    }
    lastKey = key;
    lastId = id;
  }

  private void checkTokens(int[] all, int off, int count) {
    int largest = type.largestId();
    for (int i = off; i < off + count; i++) {
      if (all[i] < 0 || all[i] > largest) {
        throw new IllegalArgumentException(
            "Cannot store token " + all[i] + " as " + type + ": expected 0 to " + largest);
      }
    }
  }

  private static int[] room(int[] array, int used) {
    return used == array.length ? Arrays.copyOf(array, used * 2) : array;
  }

  /** Documents so far. */
  public long documents() {
    return documents;
  }

  /** Tokens so far. */
  public long tokens() {
    return tokens;
  }

  /** Makes the part's files visible. */
  public Summary commit() throws IOException {
    Map<String, FileDigest> files = new LinkedHashMap<>();
    files.put(path + ".sparse", store.writeAtomically(path + ".sparse", sparse.build().encode()));
    files.put(path + ".ids", ids.commit());
    if (masks.isPresent()) {
      files.put(path + MASK, masks.get().commit());
    }
    try (AtomicOutput index = store.create(path + ".idx")) {
      MegatronIndex.write(index, type, lengths, sequences, documentStarts, documents);
      files.put(path + ".idx", index.commit());
    }
    files.put(path + ".bin", bin.commit());
    return new Summary(documents, tokens, files);
  }

  /** Discards what was not committed. */
  @Override
  public void close() throws IOException {
    try (bin;
        ids;
        AtomicOutput closing = masks.orElse(null)) {
      buffer.clear();
    }
  }
}

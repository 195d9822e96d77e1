package org.gristmill.tokenization.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * Samples of an uncompressed MDS data set with one column of one-dimensional integer arrays, of any
 * lengths as {@link MdsSink} writes them, or all of one, and perhaps a column {@code loss_mask} of
 * bytes beside it. Holds one shard; where the index has its XXH64, it is checked.
 */
final class MdsSequences implements TokenSequences {
  private record Shard(String name, long bytes, String xxh64, long samples) {}

  private final Store store;
  private final String directory;
  private final MdsColumns columns;
  private final List<Shard> shards;
  private int nextShard;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int samples;
  private int sample;
  private int[] tokens = new int[0];
  private int[] learnt = new int[0];
  private byte[] mask = new byte[0];
  private int length;

  private MdsSequences(Store store, String directory, MdsColumns columns, List<Shard> shards) {
    this.store = store;
    this.directory = directory;
    this.columns = columns;
    this.shards = shards;
  }

  /**
   * Reads the index.
   *
   * @param directory empty, or ending in a slash
   */
  static MdsSequences open(Store store, String directory) throws IOException {
    String name = directory + "index.json";
    JsonNode root;
    try {
      root = MdsSink.JSON.readTree(new String(store.readAll(name), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new CorruptDataException("Cannot read " + name + ": it is no JSON", e);
    }
    List<Shard> shards = new ArrayList<>();
    MdsColumns columns = null;
    require(root.path("version").asInt() == 2 && root.path("shards").isArray(), name, "version 2");
    for (JsonNode shard : root.path("shards")) {
      require("mds".equals(shard.path("format").asText()), name, "format mds");
      require(shard.path("compression").isNull(), name, "no compression");
      Optional<MdsColumns> found = MdsColumns.of(shard);
      require(
          found.isPresent(),
          name,
          "one column of one-dimensional integer arrays, such as ndarray:int32, with its size, and"
              + " besides it at most loss_mask of ndarray:uint8");
      require(columns == null || columns.equals(found.get()), name, "shards of one type");
      columns = found.get();
      JsonNode raw = shard.path("raw_data");
      String file = raw.path("basename").asText();
      require(file.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"), name, "a plain file name");
      require(
          raw.path("bytes").isIntegralNumber() && shard.path("samples").isIntegralNumber(),
          name,
          "numbers of bytes and samples");
      shards.add(
          new Shard(
              file,
              raw.path("bytes").asLong(),
              raw.path("hashes").path("xxh64").asText(),
              shard.path("samples").asLong()));
    }
    return new MdsSequences(store, directory, columns == null ? MdsColumns.NONE : columns, shards);
  }

  private static void require(boolean right, String name, String expected) {
    if (!right) {
      throw new CorruptDataException("Cannot read " + name + ": expected " + expected);
    }
  }

  @Override
  public String kind() {
    return "MDS data set";
  }

  @Override
  public TokenType type() {
    return columns.tokens().type();
  }

  @Override
  public boolean next() throws IOException {
    while (sample == samples) {
      if (nextShard == shards.size()) {
        return false;
      }
      load(shards.get(nextShard++));
    }
    int from = bytes.getInt(4 + 4 * sample);
    int until = bytes.getInt(8 + 4 * sample);
    String name = directory + shards.get(nextShard - 1).name();
    sample++;
    length = sample(from, until);
    if (length < 0) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte "
              + from
              + ": sample "
              + (sample - 1)
              + " is no one-dimensional array of ids of its "
              + (until - from)
              + " bytes");
    }
    return true;
  }

  /** Reads a sample; -1 if its lengths contradict each other. */
  private int sample(int from, int until) {
    MdsColumn column = columns.tokens();
    if (columns.mask().isEmpty()) {
      int head = column.length().isEmpty() ? 4 : 0;
      boolean fits = until - from >= head && (head == 0 || size(from) == until - from - head);
      int count = fits ? column.count(bytes, from + head, until) : -1;
      tokens = read(column, until, count, tokens);
      return isIds(tokens, count, Integer.MAX_VALUE) ? count : -1;
    }
    MdsColumn learning = columns.mask().get();
    boolean maskFirst = columns.maskFirst();
    if (until - from < 8 || size(from) < 0 || size(from) > until - from - 8) {
      return -1;
    }
    int middle = from + 8 + size(from);
    if (size(from + 4) != until - middle) {
      return -1;
    }
    int ids = (maskFirst ? learning : column).count(bytes, from + 8, middle);
    int others = (maskFirst ? column : learning).count(bytes, middle, until);
    if (ids != others) {
      return -1;
    }
    tokens = read(column, maskFirst ? until : middle, ids, tokens);
    learnt = read(learning, maskFirst ? middle : until, ids, learnt);
    if (!isIds(tokens, ids, Integer.MAX_VALUE) || !isIds(learnt, ids, 1)) {
      return -1;
    }
    mask = mask.length < ids ? new byte[ids] : mask;
    for (int i = 0; i < ids; i++) {
      mask[i] = (byte) learnt[i];
    }
    return ids;
  }

  private int size(int at) {
    return bytes.getInt(at);
  }

  /** The {@code count} values that end at a byte. */
  private int[] read(MdsColumn column, int end, int count, int[] reuse) {
    int[] values = reuse.length >= count ? reuse : new int[count];
    if (count > 0) {
      column.type().read(bytes.position(end - count * column.type().width()), values, 0, count);
    }
    return values;
  }

  private static boolean isIds(int[] values, int count, int largest) {
    for (int i = 0; i < count; i++) {
      if (values[i] < 0 || values[i] > largest) {
        return false;
      }
    }
    return count >= 0;
  }

  @Override
  public boolean hasMask() {
    return columns.mask().isPresent();
  }

  @Override
  public byte[] mask() {
    return hasMask() ? mask : TokenSequences.super.mask();
  }

  private void load(Shard shard) throws IOException {
    String name = directory + shard.name();
    long size = store.stat(name).map(file -> file.bytes()).orElse(-1L);
    if (size != shard.bytes() || size > Integer.MAX_VALUE - 8 || size < 8) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + ": it has "
              + (size < 0 ? "no" : String.valueOf(size))
              + " bytes; expected "
              + shard.bytes()
              + " from index.json");
    }
    byte[] content = store.readAll(name);
    String digest = String.format(Locale.ROOT, "%016x", Xxh64.hash(content, 0, content.length, 0));
    if (!shard.xxh64().isEmpty() && !shard.xxh64().equals(digest)) {
      throw new CorruptDataException(
          "Cannot read " + name + ": its XXH64 is " + digest + "; expected " + shard.xxh64());
    }
    bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long count = bytes.getInt(0);
    long head = 4 + 4 * (count + 1);
    boolean fits = count == shard.samples() && count >= 0 && head <= content.length;
    long before = head;
    for (int i = 0; fits && i <= count; i++) {
      long offset = bytes.getInt(4 + 4 * i);
      fits = offset >= before && offset <= content.length;
      before = offset;
    }
    if (!fits || before != content.length) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + " at byte 0: its "
              + count
              + " samples do not fit its "
              + content.length
              + " bytes and the "
              + shard.samples()
              + " samples of index.json");
    }
    samples = (int) count;
    sample = 0;
  }

  @Override
  public int[] tokens() {
    return tokens;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void close() {
    bytes = ByteBuffer.allocate(0);
  }
}

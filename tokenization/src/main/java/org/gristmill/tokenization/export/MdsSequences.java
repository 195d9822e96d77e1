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
import java.util.OptionalInt;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * Samples of an uncompressed MDS data set with one column of one-dimensional integer arrays, of any
 * lengths as {@link MdsSink} writes them, or all of one. Holds one shard; where the index has its
 * XXH64, it is checked.
 */
final class MdsSequences implements TokenSequences {
  private record Shard(String name, long bytes, String xxh64, long samples) {}

  private final Store store;
  private final String directory;
  private final MdsColumn column;
  private final List<Shard> shards;
  private int nextShard;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int samples;
  private int sample;
  private int[] tokens = new int[0];
  private int length;

  private MdsSequences(Store store, String directory, MdsColumn column, List<Shard> shards) {
    this.store = store;
    this.directory = directory;
    this.column = column;
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
    MdsColumn column = null;
    require(root.path("version").asInt() == 2 && root.path("shards").isArray(), name, "version 2");
    for (JsonNode shard : root.path("shards")) {
      require("mds".equals(shard.path("format").asText()), name, "format mds");
      require(shard.path("compression").isNull(), name, "no compression");
      JsonNode encodings = shard.path("column_encodings");
      Optional<MdsColumn> found = MdsColumn.of(encodings.path(0).asText());
      require(
          encodings.size() == 1 && found.isPresent(),
          name,
          "one column of one-dimensional integer arrays, such as ndarray:int32");
      require(column == null || column.equals(found.get()), name, "shards of one type");
      column = found.get();
      require(column.hasSize(shard.path("column_sizes").path(0)), name, "sizes of its column");
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
    MdsColumn any = new MdsColumn(TokenType.UINT16, OptionalInt.empty());
    return new MdsSequences(store, directory, column == null ? any : column, shards);
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
    return column.type();
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
    length = array(from, until);
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

  /** Reads a sample's tokens; -1 if its lengths contradict each other. */
  private int array(int from, int until) {
    int start = from;
    long count = column.length().orElse(0);
    if (column.length().isEmpty()) {
      if (until - from < 6 || bytes.getInt(from) != until - from - 4) {
        return -1;
      }
      int code = bytes.get(from + 4) - 4;
      if (code < 0 || code > 2 || until - from < 5 + (1 << code)) {
        return -1;
      }
      count =
          switch (code) {
            case 0 -> bytes.get(from + 5) & 0xFF;
            case 1 -> bytes.getShort(from + 5) & 0xFFFF;
            default -> bytes.getInt(from + 5) & 0xFFFF_FFFFL;
          };
      start = from + 5 + (1 << code);
    }
    if (count * column.type().width() != until - start) {
      return -1;
    }
    if (tokens.length < count) {
      tokens = new int[(int) count];
    }
    column.type().read(bytes.position(start), tokens, 0, (int) count);
    for (int i = 0; i < count; i++) {
      if (tokens[i] < 0) {
        return -1;
      }
    }
    return (int) count;
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

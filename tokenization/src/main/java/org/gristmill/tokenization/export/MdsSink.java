package org.gristmill.tokenization.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * MosaicML's MDS: {@code index.json} and uncompressed shards of at most 64 MiB with one column
 * {@code tokens}, an array. Sequences without tokens are left out, since the format's own writer
 * refuses them.
 */
final class MdsSink implements TokenSink {
  static final String COLUMN = "tokens";
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final int SHARD_BYTES = 1 << 26;

  private final Store store;
  private final String directory;
  private final TokenType type;
  private final byte[] config;
  private final List<Map<String, Object>> shards = new ArrayList<>();
  private final ByteArrayOutputStream samples = new ByteArrayOutputStream();
  private int[] ends = new int[1024];
  private int count;

  MdsSink(Store store, String directory, TokenType type) throws IOException {
    this.store = store;
    this.directory = directory;
    this.type = type;
    this.config = JSON.writeValueAsBytes(config());
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new TreeMap<>();
    config.put("version", 2);
    config.put("format", "mds");
    config.put("compression", null);
    config.put("hashes", List.of("xxh64"));
    config.put("size_limit", SHARD_BYTES);
    config.put("column_names", List.of(COLUMN));
    config.put("column_encodings", List.of(encoding(type)));
    config.put("column_sizes", Arrays.asList((Object) null));
    return config;
  }

  static String encoding(TokenType type) {
    return "ndarray:" + type.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    if (len == 0) {
      return;
    }
    byte[] sample = sample(tokens, off, len);
    long bytes = (long) samples.size() + sample.length + 4L * (count + 3) + config.length;
    if (count > 0 && bytes > SHARD_BYTES) {
      write();
    }
    samples.write(sample);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = samples.size();
  }

  /** uint32 bytes of the array; dimensions * 4 + width of the shape; the shape; the values. */
  private byte[] sample(int[] tokens, int off, int len) {
    int shapeCode = len < 1 << 8 ? 0 : len < 1 << 16 ? 1 : 2;
    int shapeBytes = 1 << shapeCode;
    int bytes = Math.addExact(1 + shapeBytes, Math.multiplyExact(len, type.width()));
    ByteBuffer sample = ByteBuffer.allocate(4 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    sample.putInt(bytes).put((byte) (1 << 2 | shapeCode));
    switch (shapeCode) {
      case 0 -> sample.put((byte) len);
      case 1 -> sample.putShort((short) len);
      default -> sample.putInt(len);
    }
    type.write(tokens, off, len, sample);
    return sample.array();
  }

  private void write() throws IOException {
    String name = String.format(Locale.ROOT, "shard.%05d.mds", shards.size());
    int head = 4 + 4 * (count + 1) + config.length;
    ByteBuffer header = ByteBuffer.allocate(head).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(count).putInt(head);
    for (int i = 0; i < count; i++) {
      header.putInt(Math.addExact(head, ends[i]));
    }
    header.put(config);
    FileDigest digest;
    try (AtomicOutput output = store.create(directory + name)) {
      output.write(header.array());
      output.write(samples.toByteArray());
      digest = output.commit();
    }
    Map<String, Object> shard = config();
    shard.put("samples", count);
    shard.put(
        "raw_data",
        Map.of(
            "basename",
            name,
            "bytes",
            digest.bytes(),
            "hashes",
            Map.of("xxh64", digest.xxh64Hex())));
    shard.put("zip_data", null);
    shards.add(shard);
    samples.reset();
    count = 0;
  }

  @Override
  public void finish() throws IOException {
    if (count > 0) {
      write();
    }
    Map<String, Object> index = new TreeMap<>();
    index.put("version", 2);
    index.put("shards", shards);
    store.writeAtomically(directory + "index.json", JSON.writeValueAsBytes(index));
  }

  @Override
  public void close() {
    samples.reset();
  }
}

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
import java.util.Collections;
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
 * {@code tokens}, an array, and with masks another, {@code loss_mask}, of bytes. Sequences without
 * tokens are left out, since the format's own writer refuses them.
 */
final class MdsSink implements MaskedSink {
  static final String COLUMN = "tokens";
  static final String MASK = "loss_mask";
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final int SHARD_BYTES = 1 << 26;

  private final Store store;
  private final String directory;
  private final TokenType type;
  private final boolean masked;
  private final byte[] config;
  private final List<Map<String, Object>> shards = new ArrayList<>();
  private final ByteArrayOutputStream samples = new ByteArrayOutputStream();
  private int[] ends = new int[1024];
  private int count;

  private MdsSink(Store store, String directory, TokenType type, boolean masked)
      throws IOException {
    this.store = store;
    this.directory = directory;
    this.type = type;
    this.masked = masked;
    this.config = JSON.writeValueAsBytes(config());
  }

  static MdsSink create(Store store, String directory, TokenType type) throws IOException {
    return new MdsSink(store, directory, type, false);
  }

  static MdsSink masked(Store store, String directory, TokenType type) throws IOException {
    return new MdsSink(store, directory, type, true);
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new TreeMap<>();
    config.put("version", 2);
    config.put("format", "mds");
    config.put("compression", null);
    config.put("hashes", List.of("xxh64"));
    config.put("size_limit", SHARD_BYTES);
    String tokens = "ndarray:" + type.name().toLowerCase(Locale.ROOT);
    config.put("column_names", masked ? List.of(MASK, COLUMN) : List.of(COLUMN));
    config.put("column_encodings", masked ? List.of("ndarray:uint8", tokens) : List.of(tokens));
    config.put("column_sizes", Collections.nCopies(masked ? 2 : 1, null));
    return config;
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    if (masked) {
      MaskedSink.super.add(tokens, off, len);
    } else {
      add(tokens, new byte[0], off, len);
    }
  }

  @Override
  public void add(int[] tokens, byte[] mask, int off, int len) throws IOException {
    if (len == 0) {
      return;
    }
    byte[] sample = sample(tokens, mask, off, len);
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

  /** For each column uint32 bytes of its array; then the arrays. */
  private byte[] sample(int[] tokens, byte[] mask, int off, int len) {
    int shapeCode = len < 1 << 8 ? 0 : len < 1 << 16 ? 1 : 2;
    int head = 1 + (1 << shapeCode);
    int bytes = Math.addExact(head, Math.multiplyExact(len, type.width()));
    int before = masked ? 8 + head + len : 4;
    ByteBuffer sample =
        ByteBuffer.allocate(Math.addExact(before, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    if (masked) {
      sample.putInt(head + len).putInt(bytes);
      shape(sample, shapeCode, len).put(mask, off, len);
    } else {
      sample.putInt(bytes);
    }
    type.write(tokens, off, len, shape(sample, shapeCode, len));
    return sample.array();
  }

  /** Dimensions * 4 + width of the shape; the shape. */
  private static ByteBuffer shape(ByteBuffer sample, int code, int len) {
    sample.put((byte) (1 << 2 | code));
    return switch (code) {
      case 0 -> sample.put((byte) len);
      case 1 -> sample.putShort((short) len);
      default -> sample.putInt(len);
    };
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

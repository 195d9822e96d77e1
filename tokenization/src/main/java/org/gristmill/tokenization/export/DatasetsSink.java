package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.TokenType;

/**
 * A data set of Hugging Face datasets, for {@code load_from_disk} and {@code
 * load_dataset("arrow")}: Arrow streams of a column {@code input_ids} and with masks another,
 * {@code loss_mask}, {@code dataset_info.json}, and {@code state.json}, which comes last. A stream
 * has at most 2^27 tokens, a record batch 1,024 sequences or about a million tokens.
 */
final class DatasetsSink implements MaskedSink {
  private static final int BATCH_ROWS = 1024;
  private static final int BATCH_TOKENS = 1 << 20;
  private static final long STREAM_TOKENS = 1L << 27;

  private final Store store;
  private final String directory;
  private final DatasetsSchema.Columns columns;
  private final List<Map<String, String>> files = new ArrayList<>();
  private final Xxh64 fingerprint = new Xxh64(0);
  private Stream stream;

  DatasetsSink(Store store, String directory, DatasetsSchema.Columns columns) {
    this.store = store;
    this.directory = directory;
    this.columns = columns;
  }

  /** One file being written. */
  private static final class Stream implements AutoCloseable {
    private final AtomicOutput output;
    private final BufferAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot root;
    private final ArrowStreamWriter writer;
    private final ListVector lists;
    private final Optional<ListVector> masks;
    private int rows;
    private int batchTokens;
    private long tokens;

    Stream(Store store, String path, DatasetsSchema.Columns columns) throws IOException {
      output = store.create(path);
      String features =
          MdsSink.JSON.writeValueAsString(Map.of("info", Map.of("features", columns.features())));
      root =
          VectorSchemaRoot.create(
              DatasetsSchema.of(columns, Map.of("huggingface", features)), allocator);
      writer = new ArrowStreamWriter(root, null, (WritableByteChannel) output);
      lists = (ListVector) root.getVector(DatasetsSchema.COLUMN);
      masks = Optional.ofNullable((ListVector) root.getVector(DatasetsSchema.MASK));
      root.allocateNew();
      writer.start();
    }

    void add(int[] ids, byte[] mask, int off, int len) throws IOException {
      IntVector values = (IntVector) lists.getDataVector();
      int at = lists.startNewValue(rows);
      for (int i = 0; i < len; i++) {
        values.setSafe(at + i, ids[off + i]);
      }
      lists.endValue(rows, len);
      if (masks.isPresent()) {
        UInt1Vector learnt = (UInt1Vector) masks.get().getDataVector();
        int from = masks.get().startNewValue(rows);
        for (int i = 0; i < len; i++) {
          learnt.setSafe(from + i, mask[off + i]);
        }
        masks.get().endValue(rows, len);
      }
      rows++;
      batchTokens += len;
      tokens += len;
      if (rows == BATCH_ROWS || batchTokens >= BATCH_TOKENS) {
        writeBatch();
      }
    }

    private void writeBatch() throws IOException {
      lists.getDataVector().setValueCount(batchTokens);
      masks.ifPresent(list -> list.getDataVector().setValueCount(batchTokens));
      root.setRowCount(rows);
      writer.writeBatch();
      root.clear();
      root.allocateNew();
      rows = 0;
      batchTokens = 0;
    }

    FileDigest commit() throws IOException {
      if (rows > 0) {
        writeBatch();
      }
      writer.end();
      return output.commit();
    }

    @Override
    public void close() throws IOException {
      try (output;
          allocator;
          root) {
        writer.close();
      }
    }
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    if (columns == DatasetsSchema.Columns.TOKENS_AND_MASK) {
      MaskedSink.super.add(tokens, off, len);
    } else {
      add(tokens, new byte[0], off, len);
    }
  }

  @Override
  public void add(int[] tokens, byte[] mask, int off, int len) throws IOException {
    for (int i = off; i < off + len; i++) {
      if (tokens[i] < 0) {
        throw new IllegalArgumentException(
            "Cannot write token " + tokens[i] + " as " + TokenType.INT32 + ": expected 0 or more");
      }
    }
    open().add(tokens, mask, off, len);
    if (stream.tokens >= STREAM_TOKENS) {
      commit();
    }
  }

  private Stream open() throws IOException {
    if (stream == null) {
      stream = new Stream(store, directory + name(), columns);
    }
    return stream;
  }

  private String name() {
    return String.format(Locale.ROOT, "data-%05d.arrow", files.size());
  }

  private void commit() throws IOException {
    FileDigest digest = stream.commit();
    byte[] hex = digest.xxh64Hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    fingerprint.update(hex, 0, hex.length);
    stream.close();
    stream = null;
    files.add(Map.of("filename", name()));
  }

  @Override
  public void finish() throws IOException {
    if (stream != null || files.isEmpty()) {
      open();
      commit();
    }
    Map<String, Object> info = new TreeMap<>();
    info.put("citation", "");
    info.put("description", "");
    info.put("features", columns.features());
    info.put("homepage", "");
    info.put("license", "");
    store.writeAtomically(directory + DatasetsSchema.INFO, MdsSink.JSON.writeValueAsBytes(info));
    Map<String, Object> state = new TreeMap<>();
    state.put("_data_files", files);
    state.put("_fingerprint", String.format(Locale.ROOT, "%016x", fingerprint.digest()));
    state.put("_format_columns", null);
    state.put("_format_kwargs", Map.of());
    state.put("_format_type", null);
    state.put("_output_all_columns", false);
    state.put("_split", null);
    store.writeAtomically(directory + DatasetsSchema.STATE, MdsSink.JSON.writeValueAsBytes(state));
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}

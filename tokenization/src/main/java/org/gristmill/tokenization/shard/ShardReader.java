package org.gristmill.tokenization.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.Row;

/**
 * Reads one shard by row. Every count in the file is checked before it is used; whatever does not
 * fit is a {@link CorruptDataException}. Holds one record batch in plain arrays. Not thread-safe.
 */
public final class ShardReader implements Closeable {
  private static final int CONTINUATION = -1;
  private static final int MOST_ROW_TOKENS = 1 << 24;

  private final String name;
  private final RandomInput input;
  private final BufferAllocator allocator;
  private final ArrowFileReader file;
  private final List<ArrowBlock> blocks;
  private final ShardInfo info;
  private final boolean masked;
  private final long rows;
  private final ShardBatch batch = new ShardBatch();
  private int loaded = -1;

  private ShardReader(
      String name,
      RandomInput input,
      BufferAllocator allocator,
      ArrowFileReader file,
      List<ArrowBlock> blocks,
      ShardInfo info,
      boolean masked,
      long rows) {
    this.name = name;
    this.input = input;
    this.allocator = allocator;
    this.file = file;
    this.blocks = blocks;
    this.info = info;
    this.masked = masked;
    this.rows = rows;
  }

  /**
   * Opens a shard and reads its footer.
   *
   * @throws CorruptDataException if it is no shard of this format
   */
  public static ShardReader open(Store store, String path) throws IOException {
    RandomInput input = store.open(path);
    BufferAllocator allocator = new RootAllocator(4 * input.length() + (1 << 20));
    boolean opened = false;
    try {
      ArrowFileReader file = new ArrowFileReader(new StoreChannel(input), allocator);
      file.initialize();
      Schema schema = file.getVectorSchemaRoot().getSchema();
      ShardInfo info = ShardInfo.of(schema.getCustomMetadata(), path);
      checkSchema(schema, info, path);
      List<ArrowBlock> blocks = file.getRecordBlocks();
      checkBlocks(blocks, input.length(), path);
      long rows = 0;
      if (!blocks.isEmpty()) {
        rows = (blocks.size() - 1L) * ShardSchema.BATCH_ROWS;
        rows += batchRows(input, blocks.get(blocks.size() - 1), path);
      }
      opened = true;
      boolean masked = isMasked(schema, info);
      return new ShardReader(path, input, allocator, file, blocks, info, masked, rows);
    } catch (CorruptDataException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new CorruptDataException("Cannot read shard " + path + ": " + reason(e), e);
    } finally {
      if (!opened) {
        input.close();
      }
    }
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void checkSchema(Schema schema, ShardInfo info, String name) {
    ArrowType first = schema.getFields().isEmpty() ? null : schema.getFields().get(0).getType();
    boolean fits =
        first instanceof ArrowType.FixedSizeList list
            && list.getListSize() == info.rowTokens()
            && info.rowTokens() >= 2
            && info.rowTokens() <= MOST_ROW_TOKENS
            && (isMasked(schema, info)
                || schema.getFields().equals(ShardSchema.of(info.rowTokens(), null).getFields()));
    if (!fits) {
      throw new CorruptDataException(
          "Cannot read shard "
              + name
              + ": its columns are "
              + schema
              + "; expected those of shard format 1");
    }
  }

  private static boolean isMasked(Schema schema, ShardInfo info) {
    return schema.getFields().equals(ShardSchema.masked(info.rowTokens(), null).getFields());
  }

  private static void checkBlocks(List<ArrowBlock> blocks, long length, String name) {
    long end = 0;
    for (ArrowBlock block : blocks) {
      boolean fits =
          block.getOffset() >= end
              && block.getMetadataLength() >= 16
              && block.getBodyLength() >= 0
              && block.getOffset() <= length
              && block.getBodyLength() <= length
              && block.getOffset() + block.getMetadataLength() + block.getBodyLength() <= length;
      if (!fits) {
        throw new CorruptDataException(
            "Cannot read shard "
                + name
                + " at byte "
                + block.getOffset()
                + ": a record batch of "
                + block.getMetadataLength()
                + " + "
                + block.getBodyLength()
                + " bytes does not fit its "
                + length
                + " bytes");
      }
      end = block.getOffset() + block.getMetadataLength() + block.getBodyLength();
    }
  }

  /** Rows of a batch from its message alone. */
  private static long batchRows(RandomInput input, ArrowBlock block, String name)
      throws IOException {
    ByteBuffer message =
        ByteBuffer.allocate(block.getMetadataLength()).order(ByteOrder.LITTLE_ENDIAN);
    input.readFully(block.getOffset(), message);
    message.flip();
    int start = message.getInt(0) == CONTINUATION ? 8 : 4;
    RecordBatch header =
        (RecordBatch) Message.getRootAsMessage(message.position(start)).header(new RecordBatch());
    long rows = header == null ? -1 : header.length();
    if (rows < 1 || rows > ShardSchema.BATCH_ROWS) {
      throw new CorruptDataException(
          "Cannot read shard "
              + name
              + " at byte "
              + block.getOffset()
              + ": a record batch of "
              + rows
              + " rows; expected 1 to "
              + ShardSchema.BATCH_ROWS);
    }
    return rows;
  }

  /** What all rows share. */
  public ShardInfo info() {
    return info;
  }

  /** Whether its rows say which tokens are learnt; without it, all are. */
  public boolean hasLossMask() {
    return masked;
  }

  /** Number of rows. */
  public long rows() {
    return rows;
  }

  /**
   * Fills a row.
   *
   * @throws CorruptDataException if its record batch is broken
   */
  public void read(long row, Row target) throws IOException {
    Objects.checkIndex(row, rows);
    int wanted = (int) (row / ShardSchema.BATCH_ROWS);
    if (wanted != loaded) {
      load(wanted);
    }
    batch.read((int) (row % ShardSchema.BATCH_ROWS), target);
  }

  private void load(int wanted) throws IOException {
    loaded = -1;
    ArrowBlock block = blocks.get(wanted);
    int expected =
        (int) Math.min(ShardSchema.BATCH_ROWS, rows - (long) wanted * ShardSchema.BATCH_ROWS);
    try {
      file.loadRecordBatch(block);
      VectorSchemaRoot root = file.getVectorSchemaRoot();
      if (root.getRowCount() != expected) {
        throw new CorruptDataException(
            "Cannot read shard "
                + name
                + " at byte "
                + block.getOffset()
                + ": a record batch of "
                + root.getRowCount()
                + " rows; expected "
                + expected);
      }
      batch.copy(root, info);
      root.clear();
    } catch (CorruptDataException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new CorruptDataException(
          "Cannot read shard " + name + " at byte " + block.getOffset() + ": " + reason(e), e);
    }
    loaded = wanted;
  }

  @Override
  public void close() throws IOException {
    try (input;
        allocator;
        file) {
      loaded = -1;
    }
  }
}

package org.gristmill.tokenization.shard;

import java.io.Closeable;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * An Arrow IPC file being written, uncompressed, in record batches of 1,024 rows. Equal rows give
 * equal bytes. Nothing is visible before {@link #commit}. Holds one record batch. Not thread-safe.
 */
abstract class RecordFile implements Closeable {
  private final AtomicOutput output;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final ArrowFileWriter file;
  private int batchRows;
  private long rows;

  RecordFile(Store store, String path, Schema schema) throws IOException {
    output = store.create(path);
    allocator = new RootAllocator();
    root = VectorSchemaRoot.create(schema, allocator);
    file = new ArrowFileWriter(root, null, output);
    file.start();
  }

  /** The vectors of the running batch. */
  final VectorSchemaRoot root() {
    return root;
  }

  /** Where the next row stands in the running batch. */
  final int batchRows() {
    return batchRows;
  }

  /** Counts a row whose values are set; writes the batch if it is full. */
  final void rowAdded() throws IOException {
    batchRows++;
    rows++;
    if (batchRows == ShardSchema.BATCH_ROWS) {
      writeBatch();
    }
  }

  /** Sets what can only be set once the batch is complete. */
  abstract void endBatch();

  /** Makes the vectors ready for the next batch. */
  abstract void startBatch();

  private void writeBatch() throws IOException {
    endBatch();
    root.setRowCount(batchRows);
    file.writeBatch();
    batchRows = 0;
    startBatch();
  }

  /** Rows so far. */
  public final long rows() {
    return rows;
  }

  /** Writes what is left and makes the file visible. */
  public final FileDigest commit() throws IOException {
    if (batchRows > 0) {
      writeBatch();
    }
    file.end();
    return output.commit();
  }

  /** Frees memory; discards the file unless it was committed. */
  @Override
  public final void close() throws IOException {
    try (output;
        allocator;
        root;
        file) {
      batchRows = 0;
    }
  }
}

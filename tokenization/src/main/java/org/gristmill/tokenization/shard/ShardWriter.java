package org.gristmill.tokenization.shard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.stream.Row;

/**
 * Writes one shard: an Arrow IPC file, uncompressed, in record batches of 1,024 rows. Equal rows
 * give equal bytes. Nothing is visible before {@link #commit}. Holds one record batch. Not
 * thread-safe.
 */
public final class ShardWriter extends RecordFile {
  private final int rowTokens;
  private final FixedSizeListVector inputIds;
  private final IntVector length;
  private final ListVector segments;
  private final ListVector stratum;
  private final ListVector source;
  private final Optional<FixedSizeListVector> lossMask;
  private int batchSegments;

  /**
   * Starts a shard of rows that are learnt throughout.
   *
   * @param path path of the file, usually from {@link Shards#path}
   */
  public ShardWriter(Store store, String path, ShardInfo info) throws IOException {
    this(store, path, info.rowTokens(), ShardSchema.of(info.rowTokens(), info.metadata()));
  }

  /** Starts a shard of rows with loss masks. */
  public static ShardWriter masked(Store store, String path, ShardInfo info) throws IOException {
    Schema schema = ShardSchema.masked(info.rowTokens(), info.metadata());
    return new ShardWriter(store, path, info.rowTokens(), schema);
  }

  private ShardWriter(Store store, String path, int rowTokens, Schema schema) throws IOException {
    super(store, path, schema);
    this.rowTokens = rowTokens;
    inputIds = (FixedSizeListVector) root().getVector(ShardSchema.INPUT_IDS);
    length = (IntVector) root().getVector(ShardSchema.LENGTH);
    segments = (ListVector) root().getVector(ShardSchema.SEGMENTS);
    stratum = (ListVector) root().getVector(ShardSchema.STRATUM);
    source = (ListVector) root().getVector(ShardSchema.SOURCE);
    lossMask = Optional.ofNullable((FixedSizeListVector) root().getVector(ShardSchema.LOSS_MASK));
    for (FieldVector vector : root().getFieldVectors()) {
      vector.setInitialCapacity(ShardSchema.BATCH_ROWS);
    }
    root().allocateNew();
  }

  /** Appends a row; its arrays are copied. */
  public void add(Row row) throws IOException {
    int at = batchRows();
    ArrowBuf ids = inputIds.getDataVector().getDataBuffer();
    long bytes = (long) rowTokens * Integer.BYTES;
    ids.nioBuffer(at * bytes, (int) bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .put(row.inputIds(), 0, rowTokens);
    if (lossMask.isPresent()) {
      lossMask
          .get()
          .getDataVector()
          .getDataBuffer()
          .setBytes((long) at * rowTokens, row.lossMask(), 0, rowTokens);
    }
    length.set(at, row.length());
    IntVector starts = (IntVector) segments.getDataVector();
    SmallIntVector strata = (SmallIntVector) stratum.getDataVector();
    StructVector sources = (StructVector) source.getDataVector();
    for (ListVector list : new ListVector[] {segments, stratum, source}) {
      list.startNewValue(at);
      list.endValue(at, row.segments());
    }
    for (int s = 0; s < row.segments(); s++) {
      int segment = batchSegments++;
      starts.setSafe(segment, row.starts()[s]);
      strata.setSafe(segment, row.strata()[s]);
      sources.setIndexDefined(segment);
      sources.getChild("run", IntVector.class).setSafe(segment, row.runs()[s]);
      sources.getChild("part", IntVector.class).setSafe(segment, row.parts()[s]);
      sources.getChild("row", IntVector.class).setSafe(segment, row.documents()[s]);
      sources.getChild("offset", IntVector.class).setSafe(segment, row.offsets()[s]);
      sources.getChild("epoch", SmallIntVector.class).setSafe(segment, row.epochs()[s]);
    }
    rowAdded();
  }

  @Override
  void endBatch() {
    int batchRows = batchRows();
    setValid(inputIds.getValidityBuffer(), batchRows);
    setValid(inputIds.getDataVector().getValidityBuffer(), batchRows * rowTokens);
    if (lossMask.isPresent()) {
      setValid(lossMask.get().getValidityBuffer(), batchRows);
      setValid(lossMask.get().getDataVector().getValidityBuffer(), batchRows * rowTokens);
    }
    segments.getDataVector().setValueCount(batchSegments);
    stratum.getDataVector().setValueCount(batchSegments);
    source.getDataVector().setValueCount(batchSegments);
  }

  @Override
  void startBatch() {
    for (FieldVector vector : root().getFieldVectors()) {
      vector.reset();
    }
    batchSegments = 0;
  }

  private static void setValid(ArrowBuf bits, int count) {
    bits.setOne(0L, (long) count / Byte.SIZE);
    if (count % Byte.SIZE != 0) {
      bits.setByte(count / Byte.SIZE, (1 << count % Byte.SIZE) - 1);
    }
  }
}

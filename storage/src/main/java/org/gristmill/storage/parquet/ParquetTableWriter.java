package org.gristmill.storage.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * Writes one Parquet file row by row: zstd, page checksums, row groups that end when the values in
 * them reach a size. The same rows give the same bytes (with the same Parquet library); nothing is
 * visible before {@link #commit}. Not thread-safe.
 */
public final class ParquetTableWriter implements Closeable {
  /** Row group size, in bytes of values before encoding, unless asked otherwise. */
  public static final long DEFAULT_ROW_GROUP_BYTES = 8L << 20;

  private static final int PAGE_BYTES = 1 << 20;
  private static final int FIXED_VALUE_BYTES = 8;

  private final MessageType schema;
  private final long rowGroupBytes;
  private final AtomicOutput output;
  private final StoreOutputFile target;
  private final ParquetProperties properties;
  private final CompressionCodecFactory codecs;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private RecordConsumer consumer;
  private long groupRows;
  private long groupBytes;
  private long rows;

  /**
   * Starts a file.
   *
   * @param store where it goes
   * @param path its path; an existing file is replaced on commit
   * @param schema its columns
   * @param rowGroupBytes size from which a row group ends, in bytes of values, at least 1
   * @param plainColumns columns without a dictionary, such as text, whose values hardly repeat
   * @throws IOException if the file cannot be started
   */
  public ParquetTableWriter(
      Store store, String path, MessageType schema, long rowGroupBytes, List<String> plainColumns)
      throws IOException {
    if (rowGroupBytes < 1) {
      throw new IllegalArgumentException(
          "Cannot write row groups of " + rowGroupBytes + " bytes: expected at least 1");
    }
    this.schema = schema;
    this.rowGroupBytes = rowGroupBytes;
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .withPageSize(PAGE_BYTES)
            .withAllocator(HeapByteBufferAllocator.getInstance())
            .withPageWriteChecksumEnabled(true);
    for (String plain : plainColumns) {
      builder.withDictionaryEncoding(plain, false).withStatisticsEnabled(plain, false);
    }
    this.properties = builder.build();
    this.codecs = new CodecFactory(new PlainParquetConfiguration(), PAGE_BYTES);
    this.output = store.create(path);
    this.target = new StoreOutputFile(output);
    this.file =
        new ParquetFileWriter(
            target, schema, ParquetFileWriter.Mode.OVERWRITE, Long.MAX_VALUE, 0, null, properties);
    file.start();
    startGroup();
  }

  private void startGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(CompressionCodecName.ZSTD),
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            true);
    columns = properties.newColumnWriteStore(schema, pages);
    MessageColumnIO root = new ColumnIOFactory(false).getColumnIO(schema);
    consumer = root.getRecordWriter(columns);
    groupRows = 0;
    groupBytes = 0;
  }

  /**
   * Adds a row.
   *
   * @param values one value per top-level column in schema order: Boolean, Integer, Long, Double,
   *     String or byte[]; for a list, an int[] or a {@link List} whose items are values, or {@code
   *     Object[]} for structs; null for an absent optional value. Byte arrays are read before the
   *     next row group ends and must not change until then.
   * @throws IOException if a row group cannot be written
   */
  public void write(Object... values) throws IOException {
    if (values.length != schema.getFieldCount()) {
      throw new IllegalArgumentException(
          "Cannot write a row of " + values.length + " values: expected " + schema.getFieldCount());
    }
    consumer.startMessage();
    fields(schema, values);
    consumer.endMessage();
    rows++;
    groupRows++;
    if (groupBytes >= rowGroupBytes) {
      flushGroup();
      startGroup();
    }
  }

  private void fields(GroupType type, Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        Type field = type.getType(i);
        consumer.startField(field.getName(), i);
        value(field, values[i]);
        consumer.endField(field.getName(), i);
      }
    }
  }

  private void value(Type type, Object value) {
    if (type.isPrimitive()) {
      primitive(value);
      return;
    }
    GroupType group = type.asGroupType();
    consumer.startGroup();
    if (value instanceof Object[] struct) {
      fields(group, struct);
    } else {
      list(group.getType(0), value);
    }
    consumer.endGroup();
  }

  /** The repeated middle group of a list, with its element as the only field. */
  private void list(Type repeated, Object value) {
    int size = value instanceof int[] ints ? ints.length : ((List<?>) value).size();
    if (size == 0) {
      return;
    }
    Type element = repeated.asGroupType().getType(0);
    consumer.startField(repeated.getName(), 0);
    for (int i = 0; i < size; i++) {
      consumer.startGroup();
      consumer.startField(element.getName(), 0);
      value(element, value instanceof int[] ints ? (Object) ints[i] : ((List<?>) value).get(i));
      consumer.endField(element.getName(), 0);
      consumer.endGroup();
    }
    consumer.endField(repeated.getName(), 0);
  }

  private void primitive(Object value) {
    groupBytes += FIXED_VALUE_BYTES;
    if (value instanceof Long number) {
      consumer.addLong(number);
    } else if (value instanceof Integer number) {
      consumer.addInteger(number);
    } else if (value instanceof Double number) {
      consumer.addDouble(number);
    } else if (value instanceof Boolean flag) {
      consumer.addBoolean(flag);
    } else {
      byte[] bytes =
          value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
      groupBytes += bytes.length;
      consumer.addBinary(Binary.fromConstantByteArray(bytes));
    }
  }

  private void flushGroup() throws IOException {
    consumer.flush();
    file.startBlock(groupRows);
    columns.flush();
    pages.flushToFileWriter(file);
    file.endBlock();
    columns.close();
    pages.close();
  }

  /**
   * Returns how many rows were written.
   *
   * @return rows so far
   */
  public long rows() {
    return rows;
  }

  /**
   * Writes the footer and makes the file appear.
   *
   * @param properties key-value pairs of the footer
   * @return length and checksum of the file
   * @throws IOException if it cannot be completed
   */
  public FileDigest commit(Map<String, String> properties) throws IOException {
    if (groupRows > 0) {
      flushGroup();
    }
    target.holdBack();
    file.end(new TreeMap<>(properties));
    output.write(StableFooter.of(target.heldBack()));
    return output.commit();
  }

  /** Discards the file unless it was committed. */
  @Override
  public void close() throws IOException {
    codecs.release();
    output.close();
  }
}

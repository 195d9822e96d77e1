package org.gristmill.storage.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;
import org.gristmill.common.store.Store;

/**
 * Reads one Parquet file by row group and column; only the chunks of the asked columns are fetched.
 * Page checksums are verified where the file has them. Not thread-safe.
 */
public final class ParquetTableReader implements Closeable {
  private final String path;
  private final RandomInput input;
  private final ParquetFileReader file;

  private ParquetTableReader(String path, RandomInput input, ParquetFileReader file) {
    this.path = path;
    this.input = input;
    this.file = file;
  }

  /**
   * Opens a file and reads its footer.
   *
   * @param store where it lies
   * @param path its path
   * @return the open file, to be closed by the caller
   * @throws CorruptDataException if it is not a complete Parquet file
   * @throws IOException if the store cannot read it
   */
  public static ParquetTableReader open(Store store, String path) throws IOException {
    RandomInput input = store.open(path);
    try {
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .usePageChecksumVerification(true)
              .build();
      ParquetFileReader file = ParquetFileReader.open(new StoreInputFile(path, input), options);
      return new ParquetTableReader(path, input, file);
    } catch (RuntimeException damaged) {
      input.close();
      throw damaged(path, damaged);
    } catch (IOException failed) {
      input.close();
      throw failed;
    }
  }

  static CorruptDataException damaged(String path, RuntimeException cause) {
    return new CorruptDataException(
        "Cannot read Parquet file " + path + ": " + cause.getMessage(), cause);
  }

  /**
   * Returns the columns of the file.
   *
   * @return its schema
   */
  public MessageType schema() {
    return file.getFileMetaData().getSchema();
  }

  /**
   * Returns the key-value pairs of the footer.
   *
   * @return unmodifiable map
   */
  public Map<String, String> properties() {
    return Map.copyOf(file.getFileMetaData().getKeyValueMetaData());
  }

  /**
   * Returns the number of row groups.
   *
   * @return row groups, 0 in an empty table
   */
  public int rowGroups() {
    return file.getRowGroups().size();
  }

  /**
   * Returns the number of rows.
   *
   * @return rows of all row groups
   */
  public long rows() {
    return file.getRecordCount();
  }

  /**
   * Returns the number of rows of a row group.
   *
   * @param group its number from 0
   * @return rows
   */
  public long rows(int group) {
    return file.getRowGroups().get(group).getRowCount();
  }

  /**
   * Returns the length of the file.
   *
   * @return bytes
   */
  public long bytes() {
    return input.length();
  }

  /**
   * Returns where the middle of a row group lies.
   *
   * @param group its number from 0
   * @return byte offset in the file
   */
  public long middle(int group) {
    BlockMetaData block = file.getRowGroups().get(group);
    return block.getStartingPos() + block.getCompressedSize() / 2;
  }

  /**
   * Returns what a column of a row group takes in the file.
   *
   * @param group number of the row group from 0
   * @param column name of a top-level column
   * @return compressed bytes
   */
  public long bytes(int group, String column) {
    BlockMetaData block = file.getRowGroups().get(group);
    return block.getColumns().stream()
        .filter(chunk -> chunk.getPath().toArray()[0].equals(column))
        .mapToLong(chunk -> chunk.getTotalSize())
        .sum();
  }

  /**
   * Reads some columns of a row group.
   *
   * @param group number of the row group from 0
   * @param columns names of top-level columns; values are asked for by their place in this list
   * @return a cursor before the first row; reading another row group ends it
   * @throws IllegalArgumentException if the file lacks a column
   * @throws CorruptDataException if a page is damaged
   * @throws IOException if the store cannot read it
   */
  public ParquetRows read(int group, List<String> columns) throws IOException {
    MessageType projection = projection(columns);
    try {
      return new ParquetRows(path, projection, pages(group, projection));
    } catch (RuntimeException damaged) {
      throw damaged(path, damaged);
    }
  }

  /**
   * Reads some columns of a row group, of any type, as plain Java values.
   *
   * @param group number of the row group from 0
   * @param columns names of top-level columns; values are asked for by their place in this list
   * @return a cursor before the first row; reading another row group ends it
   * @throws IllegalArgumentException if the file lacks a column
   * @throws CorruptDataException if a page is damaged
   * @throws IOException if the store cannot read it
   */
  public ParquetObjects readObjects(int group, List<String> columns) throws IOException {
    MessageType projection = projection(columns);
    try {
      return new ParquetObjects(path, projection, pages(group, projection));
    } catch (RuntimeException damaged) {
      throw damaged(path, damaged);
    }
  }

  private MessageType projection(List<String> columns) {
    List<Type> types = new ArrayList<>();
    for (String column : columns) {
      if (!schema().containsField(column)) {
        throw new IllegalArgumentException(
            "Cannot read column '" + column + "' of " + path + ": expected one of " + names());
      }
      types.add(schema().getType(column));
    }
    return new MessageType(schema().getName(), types);
  }

  private PageReadStore pages(int group, MessageType projection) throws IOException {
    file.setRequestedSchema(projection);
    return file.readRowGroup(group);
  }

  private List<String> names() {
    return schema().getFields().stream().map(Type::getName).toList();
  }

  @Override
  public void close() throws IOException {
    try (RandomInput closing = input) {
      file.close();
    }
  }
}

package org.gristmill.storage.parquet;

import java.util.Optional;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * A cursor over the rows of one row group that gives columns of any type as plain Java values:
 * String, byte[] (where bytes are no UTF-8), Integer, Long, Boolean, Float, Double; a {@code List}
 * of values for a list, a {@code Map} by field name for a struct, without its absent fields. Slower
 * than {@link ParquetRows}. Not thread-safe.
 */
public final class ParquetObjects {
  private final String path;
  private final long rows;
  private final ObjectConverter.Row converter;
  private final RecordReader<Object[]> records;
  private Object[] values = {};
  private long row = -1;

  ParquetObjects(String path, MessageType projection, PageReadStore pages) {
    this.path = path;
    this.rows = pages.getRowCount();
    this.converter = new ObjectConverter.Row(projection);
    this.records = new ColumnIOFactory().getColumnIO(projection).getRecordReader(pages, converter);
  }

  /**
   * Moves to the next row.
   *
   * @return whether there is one
   * @throws org.gristmill.common.CorruptDataException if a page is damaged
   */
  public boolean next() {
    if (row + 1 >= rows) {
      return false;
    }
    try {
      values = records.read();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
    row++;
    return true;
  }

  /**
   * Returns the row the cursor stands on.
   *
   * @return row in the row group, from 0
   */
  public long row() {
    return row;
  }

  /**
   * Returns the value of a column.
   *
   * @param column its place among the columns asked for
   * @return the value; empty for null
   */
  public Optional<Object> value(int column) {
    return Optional.ofNullable(values[column]);
  }
}

package org.gristmill.storage.parquet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.gristmill.common.CorruptDataException;

/**
 * A cursor over the rows of one row group. Columns are numbered by leaf: a plain column is one
 * leaf, a list of structs has one leaf per struct field, in schema order. Not thread-safe.
 */
public final class ParquetRows {
  private final String path;
  private final long rows;
  private final ColumnReader[] readers;
  private final boolean[] repeated;
  private final int[] present;
  private final boolean[] passed;
  private long row = -1;

  ParquetRows(String path, MessageType projection, PageReadStore pages) {
    this.path = path;
    this.rows = pages.getRowCount();
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(pages, new NoConverter(projection), projection, "");
    List<ColumnDescriptor> leaves = projection.getColumns();
    this.readers = new ColumnReader[leaves.size()];
    this.repeated = new boolean[leaves.size()];
    this.present = new int[leaves.size()];
    this.passed = new boolean[leaves.size()];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = store.getColumnReader(leaves.get(i));
      repeated[i] = leaves.get(i).getMaxRepetitionLevel() > 0;
      present[i] = leaves.get(i).getMaxDefinitionLevel();
    }
  }

  /**
   * Moves to the next row.
   *
   * @return whether there is one
   * @throws CorruptDataException if a page is damaged
   */
  public boolean next() {
    try {
      if (row >= 0) {
        for (int leaf = 0; leaf < readers.length; leaf++) {
          pass(leaf);
        }
      }
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
    Arrays.fill(passed, false);
    return ++row < rows;
  }

  /**
   * Returns the row the cursor stands on.
   *
   * @return row in the row group, from 0
   */
  public long row() {
    return row;
  }

  private void pass(int leaf) {
    if (!passed[leaf]) {
      ColumnReader reader = readers[leaf];
      do {
        if (reader.getCurrentDefinitionLevel() == present[leaf]) {
          reader.skip(); // a value that was not asked for would otherwise be the next one's
        }
        reader.consume();
      } while (repeated[leaf] && reader.getCurrentRepetitionLevel() > 0);
      passed[leaf] = true;
    }
  }

  /**
   * Says whether the row has no value in a leaf that is not repeated.
   *
   * @param leaf number of the leaf
   * @return true for null
   */
  public boolean isNull(int leaf) {
    return readers[leaf].getCurrentDefinitionLevel() < present[leaf];
  }

  /**
   * Returns a 64-bit value.
   *
   * @param leaf number of the leaf
   * @return the value
   */
  public long longValue(int leaf) {
    try {
      return readers[leaf].getLong();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }

  /**
   * Returns a 32-bit value.
   *
   * @param leaf number of the leaf
   * @return the value
   */
  public int intValue(int leaf) {
    try {
      return readers[leaf].getInteger();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }

  /**
   * Returns a floating-point value.
   *
   * @param leaf number of the leaf
   * @return the value
   */
  public double doubleValue(int leaf) {
    try {
      return readers[leaf].getDouble();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }

  /**
   * Returns a truth value.
   *
   * @param leaf number of the leaf
   * @return the value
   */
  public boolean booleanValue(int leaf) {
    try {
      return readers[leaf].getBoolean();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }

  /**
   * Returns a binary value.
   *
   * @param leaf number of the leaf
   * @return a fresh array
   */
  public byte[] bytes(int leaf) {
    return binary(leaf).getBytes();
  }

  /**
   * Returns a text value.
   *
   * @param leaf number of the leaf
   * @return the value, decoded from UTF-8
   */
  public String string(int leaf) {
    return new String(binary(leaf).getBytesUnsafe(), StandardCharsets.UTF_8);
  }

  /**
   * Returns any plain value as text, for labels of unknown type.
   *
   * @param leaf number of the leaf
   * @return binary values decoded from UTF-8, others as Java prints them
   */
  public String label(int leaf) {
    return switch (readers[leaf].getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> Integer.toString(intValue(leaf));
      case INT64 -> Long.toString(longValue(leaf));
      case BOOLEAN -> Boolean.toString(booleanValue(leaf));
      case DOUBLE -> Double.toString(doubleValue(leaf));
      case FLOAT -> Float.toString(readers[leaf].getFloat());
      default -> string(leaf);
    };
  }

  private Binary binary(int leaf) {
    try {
      return readers[leaf].getBinary();
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }

  /**
   * Returns the integers of a repeated leaf in this row; may be asked once per row.
   *
   * @param leaf number of the leaf
   * @return the values, empty for an empty or absent list
   */
  public int[] ints(int leaf) {
    int[] values = new int[8];
    int count = 0;
    for (boolean more = !isNull(leaf); more; more = another(leaf)) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = intValue(leaf);
    }
    return Arrays.copyOf(values, count);
  }

  /**
   * Returns the texts of a repeated leaf in this row; may be asked once per row.
   *
   * @param leaf number of the leaf
   * @return the values, empty for an empty or absent list
   */
  public List<String> strings(int leaf) {
    List<String> values = new ArrayList<>();
    for (boolean more = !isNull(leaf); more; more = another(leaf)) {
      values.add(string(leaf));
    }
    return values;
  }

  private boolean another(int leaf) {
    try {
      readers[leaf].consume();
      passed[leaf] = readers[leaf].getCurrentRepetitionLevel() == 0;
      return !passed[leaf];
    } catch (RuntimeException damaged) {
      throw ParquetTableReader.damaged(path, damaged);
    }
  }
}

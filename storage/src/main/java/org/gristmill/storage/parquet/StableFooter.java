package org.gristmill.storage.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Rewrites the end of a Parquet file so that it depends on the rows alone. The library lists the
 * encodings of a column chunk in the order of a hash set of enum constants, which differs from
 * process to process; here they are in ascending order.
 */
final class StableFooter {
  private static final int LENGTH_BYTES = 4;
  private static final int MAGIC_BYTES = 4;

  private StableFooter() {}

  /**
   * Sorts what the footer lists without meaning an order.
   *
   * @param tail the file from the end of its last row group: indexes, footer, its length, magic
   * @return the same with a stable footer
   */
  static byte[] of(byte[] tail) throws IOException {
    int lengthAt = tail.length - MAGIC_BYTES - LENGTH_BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int footerAt = lengthAt - bytes.getInt(lengthAt);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(tail, footerAt, lengthAt - footerAt));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        sort(chunk.getMeta_data());
      }
    }
    ByteArrayOutputStream stable = new ByteArrayOutputStream(tail.length);
    stable.write(tail, 0, footerAt);
    Util.writeFileMetaData(footer, stable);
    int length = stable.size() - footerAt;
    stable.writeBytes(
        ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    stable.write(tail, lengthAt + LENGTH_BYTES, MAGIC_BYTES);
    return stable.toByteArray();
  }

  private static void sort(ColumnMetaData column) {
    List<Encoding> encodings = new ArrayList<>(column.getEncodings());
    encodings.sort(Comparator.comparingInt(Encoding::getValue));
    column.setEncodings(encodings);
    if (column.getEncoding_stats() != null) {
      List<PageEncodingStats> stats = new ArrayList<>(column.getEncoding_stats());
      stats.sort(
          Comparator.comparingInt((PageEncodingStats s) -> s.getPage_type().getValue())
              .thenComparingInt(s -> s.getEncoding().getValue()));
      column.setEncoding_stats(stats);
    }
  }
}

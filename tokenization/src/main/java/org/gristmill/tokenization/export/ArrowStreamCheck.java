package org.gristmill.tokenization.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * Walks the messages of an Arrow stream before it is read, so that no length in it makes a reader
 * allocate or go beyond the file, and no list ends behind the values that are there: Arrow itself
 * would fill those up with zeros.
 */
final class ArrowStreamCheck {
  private static final int CONTINUATION = -1;
  private static final long MOST_METADATA = 1 << 24;
  private static final int MOST_COLUMNS = 1 << 10;

  private final RandomInput input;
  private final String name;
  private long position;
  private boolean schema;
  private int[] widths = new int[0];

  private ArrowStreamCheck(RandomInput input, String name) {
    this.input = input;
    this.name = name;
  }

  /** Whether a file starts like a stream. */
  static boolean isAt(RandomInput input) throws IOException {
    if (input.length() < 8) {
      return false;
    }
    ByteBuffer start = ByteBuffer.allocate(4);
    input.readFully(0, start);
    return start.getInt(0) == CONTINUATION;
  }

  /**
   * Checks all messages.
   *
   * @throws CorruptDataException naming the byte of the first that does not fit
   */
  static void check(RandomInput input, String name) throws IOException {
    ArrowStreamCheck check = new ArrowStreamCheck(input, name);
    try {
      boolean more = true;
      while (more) {
        more = check.message();
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException | AssertionError e) {
      throw check.corrupt("a message that is damaged inside");
    }
  }

  private boolean message() throws IOException {
    require(input.length() - position >= 8, "an end in the middle of a message");
    ByteBuffer prefix = read(8);
    require(prefix.getInt(0) == CONTINUATION, "no message");
    long length = prefix.getInt(4);
    if (length == 0) {
      position += 8;
      require(schema && position == input.length(), "an end of the stream");
      return false;
    }
    boolean fits = length > 0 && length % 8 == 0 && length <= MOST_METADATA;
    require(fits && length <= input.length() - position - 8, "a message of " + length + " bytes");
    position += 8;
    Message message = Message.getRootAsMessage(read((int) length));
    long body = message.bodyLength();
    position += length;
    require(body >= 0 && body <= input.length() - position, "a body of " + body + " bytes");
    boolean first = !schema;
    require(
        message.headerType() == (first ? MessageHeader.Schema : MessageHeader.RecordBatch),
        "a message of type " + message.headerType());
    if (first) {
      widths((Schema) message.header(new Schema()));
    } else {
      batch((RecordBatch) message.header(new RecordBatch()), body);
    }
    schema = true;
    position += body;
    return true;
  }

  /** Bytes of a value in the list of each column. */
  private void widths(Schema columns) {
    int count = columns == null ? 0 : columns.fieldsLength();
    require(count > 0 && count <= MOST_COLUMNS, count + " columns");
    widths = new int[count];
    for (int i = 0; i < widths.length; i++) {
      boolean isMask = DatasetsSchema.MASK.equals(columns.fields(i).name());
      widths[i] = isMask ? Byte.BYTES : Integer.BYTES;
    }
  }

  private void batch(RecordBatch batch, long body) throws IOException {
    require(batch != null && batch.compression() == null, "a compressed or empty record batch");
    require(batch.length() >= 0 && batch.length() <= 8 * body, batch.length() + " rows");
    for (int i = 0; i < batch.nodesLength(); i++) {
      FieldNode node = batch.nodes(i);
      require(node.length() >= 0 && node.length() <= 8 * body, node.length() + " values");
      require(node.nullCount() == 0, node.nullCount() + " values that are null");
    }
    for (int i = 0; i < batch.buffersLength(); i++) {
      Buffer buffer = batch.buffers(i);
      boolean fits = buffer.offset() >= 0 && buffer.length() >= 0 && buffer.length() <= body;
      require(
          fits && buffer.offset() <= body - buffer.length(),
          "a buffer of " + buffer.length() + " bytes");
    }
    // Other columns than lists have other numbers of nodes and are refused later.
    if (batch.nodesLength() == 2 * widths.length && batch.buffersLength() == 4 * widths.length) {
      for (int column = 0; column < widths.length; column++) {
        lists(batch, column);
      }
    }
  }

  /** Nodes of a list: itself, its values; buffers: validity, offsets, and the same of values. */
  private void lists(RecordBatch batch, int column) throws IOException {
    long rows = batch.nodes(2 * column).length();
    long values = batch.nodes(2 * column + 1).length();
    Buffer offsets = batch.buffers(4 * column + 1);
    Buffer data = batch.buffers(4 * column + 3);
    require(rows == batch.length(), rows + " lists in " + batch.length() + " rows");
    require(data.length() >= values * widths[column], values + " values");
    if (rows > 0) {
      require(offsets.length() >= 4 * (rows + 1), rows + " lists");
      ByteBuffer last = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      input.readFully(position + offsets.offset() + 4 * rows, last);
      require(last.getInt(0) <= values, "a list that ends at value " + last.getInt(0));
    }
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    input.readFully(position, buffer);
    return buffer.flip();
  }

  private void require(boolean right, String found) {
    if (!right) {
      throw corrupt(found);
    }
  }

  private CorruptDataException corrupt(String found) {
    return new CorruptDataException(
        "Cannot read "
            + name
            + " at byte "
            + position
            + ": "
            + found
            + "; expected an uncompressed Arrow stream of "
            + input.length()
            + " bytes");
  }
}

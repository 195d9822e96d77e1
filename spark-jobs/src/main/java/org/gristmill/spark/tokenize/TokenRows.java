package org.gristmill.spark.tokenize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The rows that tokenize ships between tasks: tokens on their way. */
final class TokenRows {
  /**
   * An encoded document; with a mask if it was rendered, with the tokens of the first sequence if
   * it is a pair.
   */
  static final StructType TOKENS =
      new StructType()
          .add("group", DataTypes.IntegerType, false)
          .add("part", DataTypes.IntegerType, false)
          .add("key", DataTypes.LongType, false)
          .add("doc_id", DataTypes.BinaryType, false)
          .add("file_identity", DataTypes.StringType, false)
          .add("row", DataTypes.LongType, false)
          .add("unit", DataTypes.StringType, false)
          .add("doc_row", DataTypes.IntegerType, false)
          .add("treatment", DataTypes.LongType, false)
          .add("source", DataTypes.StringType, false)
          .add("tokens", DataTypes.BinaryType, false)
          .add("mask", DataTypes.BinaryType, true)
          .add("chosen", DataTypes.IntegerType, true);

  private TokenRows() {}

  /** Tokens as little-endian bytes, two or four each. */
  static byte[] pack(int[] tokens, int count, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (width == Short.BYTES) {
        bytes.putShort((short) tokens[i]);
      } else {
        bytes.putInt(tokens[i]);
      }
    }
    return bytes.array();
  }

  /** Undoes {@link #pack}. */
  static int[] unpack(byte[] packed, int width) {
    ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    int[] tokens = new int[packed.length / width];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = width == Short.BYTES ? bytes.getShort() & 0xFFFF : bytes.getInt();
    }
    return tokens;
  }
}

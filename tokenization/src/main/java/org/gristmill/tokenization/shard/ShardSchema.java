package org.gristmill.tokenization.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a shard; no value is ever null. */
final class ShardSchema {
  /** Rows of every record batch but the last. */
  static final int BATCH_ROWS = 1024;

  static final String INPUT_IDS = "input_ids";
  static final String LENGTH = "length";
  static final String SEGMENTS = "segments";
  static final String STRATUM = "stratum";
  static final String SOURCE = "source";
  static final String LOSS_MASK = "loss_mask";

  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType INT16 = new ArrowType.Int(16, true);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);

  private ShardSchema() {}

  /** The columns of rows that say which tokens are learnt. */
  static Schema masked(int rowTokens, Map<String, String> metadata) {
    List<Field> fields = new ArrayList<>(of(rowTokens, metadata).getFields());
    fields.add(field(LOSS_MASK, new ArrowType.FixedSizeList(rowTokens), field("item", UINT8)));
    return new Schema(fields, metadata);
  }

  static Schema of(int rowTokens, Map<String, String> metadata) {
    return new Schema(
        List.of(
            field(INPUT_IDS, new ArrowType.FixedSizeList(rowTokens), field("item", INT32)),
            field(LENGTH, INT32),
            field(SEGMENTS, ArrowType.List.INSTANCE, field("item", INT32)),
            field(STRATUM, ArrowType.List.INSTANCE, field("item", INT16)),
            field(
                SOURCE,
                ArrowType.List.INSTANCE,
                field(
                    "item",
                    ArrowType.Struct.INSTANCE,
                    field("run", INT32),
                    field("part", INT32),
                    field("row", INT32),
                    field("offset", INT32),
                    field("epoch", INT16)))),
        metadata);
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }
}

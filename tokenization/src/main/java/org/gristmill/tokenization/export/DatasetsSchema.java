package org.gristmill.tokenization.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A column of lists of int32, and perhaps one of uint8, as Hugging Face datasets describes them.
 */
final class DatasetsSchema {
  static final String COLUMN = "input_ids";
  static final String MASK = "loss_mask";
  static final String STATE = "state.json";
  static final String INFO = "dataset_info.json";

  /** Which columns there are. */
  enum Columns {
    /** Tokens alone. */
    TOKENS,
    /** Tokens and which of them are learnt. */
    TOKENS_AND_MASK;

    /** The columns in the words of Hugging Face datasets. */
    Map<String, Object> features() {
      Map<String, Object> features = new TreeMap<>();
      features.put(COLUMN, list("int32"));
      if (this == TOKENS_AND_MASK) {
        features.put(MASK, list("uint8"));
      }
      return features;
    }
  }

  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);

  private DatasetsSchema() {}

  private static Map<String, Object> list(String type) {
    return Map.of("_type", "List", "feature", Map.of("_type", "Value", "dtype", type));
  }

  static Schema of(Columns columns, Map<String, String> metadata) {
    List<Field> fields = new ArrayList<>(List.of(lists(COLUMN, INT32)));
    if (columns == Columns.TOKENS_AND_MASK) {
      fields.add(lists(MASK, UINT8));
    }
    return new Schema(fields, metadata);
  }

  private static Field lists(String name, ArrowType type) {
    Field item = new Field("item", FieldType.nullable(type), List.of());
    return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
  }

  /** Whether a schema is those columns, whatever their parts are called inside. */
  static boolean fits(Schema schema) {
    List<Field> fields = schema.getFields();
    return (fields.size() == 1 || (fields.size() == 2 && fits(schema, MASK, UINT8)))
        && fits(schema, COLUMN, INT32);
  }

  /** Whether there is a mask in a schema that fits. */
  static boolean hasMask(Schema schema) {
    return schema.getFields().size() == 2;
  }

  private static boolean fits(Schema schema, String name, ArrowType type) {
    return schema.getFields().stream()
        .anyMatch(
            list ->
                list.getName().equals(name)
                    && list.getType().equals(ArrowType.List.INSTANCE)
                    && list.getChildren().size() == 1
                    && list.getChildren().get(0).getType().equals(type)
                    && list.getChildren().get(0).getDictionary() == null
                    && list.getDictionary() == null);
  }
}

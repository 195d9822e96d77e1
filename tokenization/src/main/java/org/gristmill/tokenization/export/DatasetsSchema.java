package org.gristmill.tokenization.export;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** One column of lists of int32, as Hugging Face datasets describes it. */
final class DatasetsSchema {
  static final String COLUMN = "input_ids";
  static final String STATE = "state.json";
  static final String INFO = "dataset_info.json";

  /** The column in the words of Hugging Face datasets. */
  static final Map<String, Object> FEATURES =
      Map.of(
          COLUMN, Map.of("_type", "List", "feature", Map.of("_type", "Value", "dtype", "int32")));

  private static final ArrowType INT32 = new ArrowType.Int(32, true);

  private DatasetsSchema() {}

  static Schema of(Map<String, String> metadata) {
    Field item = new Field("item", FieldType.nullable(INT32), List.of());
    return new Schema(
        List.of(new Field(COLUMN, FieldType.nullable(ArrowType.List.INSTANCE), List.of(item))),
        metadata);
  }

  /** Whether a schema is that column, whatever its parts are called inside. */
  static boolean fits(Schema schema) {
    if (schema.getFields().size() != 1) {
      return false;
    }
    Field list = schema.getFields().get(0);
    return list.getName().equals(COLUMN)
        && list.getType().equals(ArrowType.List.INSTANCE)
        && list.getChildren().size() == 1
        && list.getChildren().get(0).getType().equals(INT32)
        && list.getChildren().get(0).getDictionary() == null
        && list.getDictionary() == null;
  }
}

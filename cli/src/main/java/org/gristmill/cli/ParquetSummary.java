package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.gristmill.common.store.Store;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;

/** Summary of a Parquet table: its columns and what its first rows hold. */
final class ParquetSummary {

  private static final int ROWS = 5;
  private static final int WIDTH = 60;

  private ParquetSummary() {}

  static Summary of(Store store, String path) throws IOException {
    try (ParquetTableReader table = ParquetTableReader.open(store, path)) {
      Summary summary = new Summary("parquet", "Parquet table " + path);
      summary.count("rows", "rows", table.rows());
      summary.count("row groups", "rowGroups", table.rowGroups());
      table.properties().forEach((key, value) -> summary.fact(key, key, value, clip(value)));
      TextTable columns = new TextTable("llrl");
      columns.row("  column", "type", "bytes", "first values");
      for (Type column : table.schema().getFields()) {
        long bytes = 0;
        for (int group = 0; group < table.rowGroups(); group++) {
          bytes += table.bytes(group, column.getName());
        }
        columns.row(
            "  " + column.getName(), type(column), Wording.bytes(bytes), first(table, column));
      }
      return summary.block("").block(columns);
    }
  }

  private static String type(Type column) {
    if (!column.isPrimitive()) {
      return "list";
    }
    return isText(column)
        ? "string"
        : column.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean isText(Type column) {
    return column.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
  }

  private static String first(ParquetTableReader table, Type column) throws IOException {
    if (!column.isPrimitive() || table.rowGroups() == 0) {
      return "";
    }
    List<String> values = new ArrayList<>();
    ParquetRows rows = table.read(0, List.of(column.getName()));
    while (values.size() < ROWS && rows.next()) {
      values.add(rows.isNull(0) ? "-" : value(rows, column));
    }
    return clip(String.join(" | ", values));
  }

  private static String value(ParquetRows rows, Type column) {
    PrimitiveType.PrimitiveTypeName type = column.asPrimitiveType().getPrimitiveTypeName();
    return switch (type) {
      case BOOLEAN -> String.valueOf(rows.booleanValue(0));
      case INT32 -> String.valueOf(rows.intValue(0));
      case INT64 -> String.valueOf(rows.longValue(0));
      case DOUBLE -> String.valueOf(rows.doubleValue(0));
      case BINARY ->
          isText(column)
              ? rows.string(0).replaceAll("\\s+", " ")
              : java.util.HexFormat.of().formatHex(rows.bytes(0));
      default -> "?";
    };
  }

  private static String clip(String text) {
    int[] points = text.codePoints().limit(WIDTH + 1L).toArray();
    return points.length <= WIDTH ? text : new String(points, 0, WIDTH - 3) + "...";
  }
}

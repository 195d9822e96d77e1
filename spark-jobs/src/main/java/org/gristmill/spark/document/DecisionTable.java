package org.gristmill.spark.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.storage.parquet.ParquetTableWriter;

/**
 * Decisions of a stage about a unit: one row per row of the unit's documents, in the same order, so
 * that they are read side by side and never joined.
 */
public final class DecisionTable {
  /** Version written into the footer. */
  public static final int FORMAT_VERSION = 1;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message decision {
            required boolean keep;
            optional binary reason (UTF8);
            optional binary stratum (UTF8);
            required group edits (LIST) {
              repeated group list {
                required group element {
                  required int32 start;
                  required int32 end;
                  required binary replacement (UTF8);
                }
              }
            }
          }
          """);
  private static final List<String> COLUMNS = List.of("keep", "reason", "stratum", "edits");
  private static final int START = 3;
  private static final int END = 4;
  private static final int REPLACEMENT = 5;

  private DecisionTable() {}

  /** Where a stage keeps its decisions about a unit, below the work directory. */
  public static String path(String stageDirectory, String unit) {
    return stageDirectory + "/decisions/" + unit + ".parquet";
  }

  /**
   * Writes the decisions about a unit.
   *
   * @throws IOException if the file cannot be written; it is then not there
   */
  public static FileDigest write(Store store, String path, List<Decision> decisions)
      throws IOException {
    try (ParquetTableWriter table =
        new ParquetTableWriter(
            store, path, SCHEMA, ParquetTableWriter.DEFAULT_ROW_GROUP_BYTES, List.of())) {
      for (Decision decision : decisions) {
        List<Object[]> edits = new ArrayList<>();
        for (Edit edit : decision.edits()) {
          edits.add(new Object[] {edit.start(), edit.end(), edit.replacement()});
        }
        table.write(
            decision.keep(),
            decision.reason().isEmpty() ? null : decision.reason(),
            decision.stratum().isEmpty() ? null : decision.stratum(),
            edits);
      }
      return table.commit(Map.of("gristmill.decisions", Integer.toString(FORMAT_VERSION)));
    }
  }

  /**
   * Reads the decisions about a unit; equal ones are one object.
   *
   * @throws IOException if the file cannot be read
   */
  public static List<Decision> read(Store store, String path) throws IOException {
    try (ParquetTableReader table = ParquetTableReader.open(store, path)) {
      List<Decision> decisions = new ArrayList<>(Math.toIntExact(table.rows()));
      Map<Decision, Decision> known = new HashMap<>();
      for (int group = 0; group < table.rowGroups(); group++) {
        ParquetRows rows = table.read(group, COLUMNS);
        while (rows.next()) {
          Decision decision =
              new Decision(rows.booleanValue(0), text(rows, 1), text(rows, 2), edits(rows));
          decisions.add(known.computeIfAbsent(decision, Function.identity()));
        }
      }
      return decisions;
    }
  }

  private static String text(ParquetRows rows, int leaf) {
    return rows.isNull(leaf) ? "" : rows.string(leaf);
  }

  private static List<Edit> edits(ParquetRows rows) {
    if (rows.isNull(START)) {
      return List.of();
    }
    int[] starts = rows.ints(START);
    int[] ends = rows.ints(END);
    List<String> replacements = rows.strings(REPLACEMENT);
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      edits.add(new Edit(starts[i], ends[i], replacements.get(i)));
    }
    return edits;
  }
}

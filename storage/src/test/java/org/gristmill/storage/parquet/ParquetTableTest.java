package org.gristmill.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message row {
            required binary text (UTF8);
            required int64 number;
            optional binary label (UTF8);
            required boolean keep;
            optional double score;
            required group tokens (LIST) { repeated group list { required int32 element; } }
            required group edits (LIST) { repeated group list { required group element {
              required int32 start; required int32 end; required binary replacement (UTF8); } } }
          }
          """);
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    store = Stores.open(folder.toString(), Map.of());
  }

  private FileDigest write(String path, int rows, long rowGroupBytes) throws IOException {
    try (ParquetTableWriter writer =
        new ParquetTableWriter(store, path, SCHEMA, rowGroupBytes, List.of("text"))) {
      for (int i = 0; i < rows; i++) {
        writer.write(
            text(i),
            (long) i,
            i % 3 == 0 ? null : "label " + i % 7,
            i % 2 == 0,
            i % 5 == 0 ? null : (Object) (i / 2.0),
            new int[i % 4],
            i % 10 == 9
                ? List.of(new Object[] {i, i + 1, "x"}, new Object[] {i + 2, i + 3, ""})
                : List.of());
      }
      return writer.commit(Map.of("owner", "test"));
    }
  }

  private static byte[] text(int row) {
    return ("text of row " + row + " 文".repeat(row % 50)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsBackWhatWasWrittenGroupByGroup() throws IOException {
    write("a.parquet", 1000, 10_000);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      assertThat(reader.rows()).isEqualTo(1000);
      assertThat(reader.rowGroups()).isGreaterThan(10);
      assertThat(reader.properties()).containsEntry("owner", "test");
      int row = 0;
      for (int group = 0; group < reader.rowGroups(); group++) {
        ParquetRows rows =
            reader.read(
                group, List.of("text", "number", "label", "keep", "score", "tokens", "edits"));
        while (rows.next()) {
          assertThat(rows.bytes(0)).isEqualTo(text(row));
          assertThat(rows.longValue(1)).isEqualTo(row);
          assertThat(rows.isNull(2)).isEqualTo(row % 3 == 0);
          if (row % 3 != 0) {
            assertThat(rows.string(2)).isEqualTo("label " + row % 7);
          }
          assertThat(rows.booleanValue(3)).isEqualTo(row % 2 == 0);
          assertThat(rows.isNull(4)).isEqualTo(row % 5 == 0);
          assertThat(rows.ints(5)).hasSize(row % 4);
          if (row % 20 != 0) { // leaves may be left unread
            assertThat(rows.ints(6))
                .isEqualTo(row % 10 == 9 ? new int[] {row, row + 2} : new int[0]);
            assertThat(rows.strings(8)).isEqualTo(row % 10 == 9 ? List.of("x", "") : List.of());
          }
          row++;
        }
      }
      assertThat(row).isEqualTo(1000);
    }
  }

  @Test
  void valuesNotAskedForArePassedOver() throws IOException {
    write("a.parquet", 1000, 10_000);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      int row = 0;
      for (int group = 0; group < reader.rowGroups(); group++) {
        ParquetRows rows =
            reader.read(group, List.of("text", "number", "label", "tokens", "edits"));
        while (rows.next()) {
          if (row % 3 == 1) {
            assertThat(rows.bytes(0)).isEqualTo(text(row));
          }
          if (row % 7 == 2) {
            assertThat(rows.longValue(1)).isEqualTo(row);
            assertThat(rows.ints(3)).hasSize(row % 4);
          }
          if (row % 3 == 2) {
            assertThat(rows.string(2)).isEqualTo("label " + row % 7);
          }
          if (row % 50 == 19) {
            assertThat(rows.strings(6)).containsExactly("x", "");
            assertThat(rows.ints(4)).containsExactly(row, row + 2);
          }
          row++;
        }
      }
      assertThat(row).isEqualTo(1000);
    }
  }

  @Test
  void equalRowsGiveEqualBytes() throws IOException {
    assertThat(write("a.parquet", 500, 9_000)).isEqualTo(write("b.parquet", 500, 9_000));
    assertThat(store.readAll("a.parquet")).isEqualTo(store.readAll("b.parquet"));
  }

  @Test
  void anEmptyTableHasNoRowGroup() throws IOException {
    write("a.parquet", 0, 9_000);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      assertThat(reader.rowGroups()).isZero();
      assertThat(reader.rows()).isZero();
    }
  }

  @Test
  void nothingAppearsWithoutCommit() throws IOException {
    new ParquetTableWriter(store, "a.parquet", SCHEMA, 100, List.of()).close();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aFileCutShortIsCorrupt() throws IOException {
    write("a.parquet", 300, 9_000);
    byte[] whole = store.readAll("a.parquet");
    for (int length : new int[] {0, 3, 11, whole.length / 2, whole.length - 1}) {
      store.writeAtomically("cut.parquet", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ParquetTableReader.open(store, "cut.parquet"))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith("Cannot read Parquet file cut.parquet: ");
    }
  }

  @Test
  void aFlippedByteInAPageIsCorrupt() throws IOException {
    write("a.parquet", 300, 1 << 20);
    Path file = folder.resolve("a.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 8] ^= 0x10;
    Files.write(file, bytes);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      assertThatThrownBy(
              () -> {
                ParquetRows rows = reader.read(0, List.of("text"));
                while (rows.next()) {
                  rows.bytes(0);
                }
              })
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith("Cannot read Parquet file a.parquet: ");
    }
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    write("a.parquet", 3, 100);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      assertThatThrownBy(() -> reader.read(0, List.of("txt")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot read column 'txt' of a.parquet: expected one of"
                  + " [text, number, label, keep, score, tokens, edits]");
    }
  }
}

package org.gristmill.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetObjectsTest {
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    store = Stores.open(folder.toString(), Map.of());
  }

  private void write(String schema, Object... row) throws IOException {
    try (ParquetTableWriter writer =
        new ParquetTableWriter(
            store, "a.parquet", MessageTypeParser.parseMessageType(schema), 100, List.of())) {
      writer.write(row);
      writer.write(new Object[row.length]);
      writer.write(row);
      writer.commit(Map.of());
    }
  }

  private List<Object> values(String... columns) throws IOException {
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      ParquetObjects rows = reader.readObjects(0, List.of(columns));
      assertThat(rows.next()).isTrue();
      List<Object> first = row(rows, columns.length);
      assertThat(rows.next()).isTrue();
      assertThat(rows.row()).isEqualTo(1);
      assertThat(row(rows, columns.length)).containsOnlyNulls();
      assertThat(rows.next()).isTrue();
      assertThat(row(rows, columns.length)).usingRecursiveComparison().isEqualTo(first);
      assertThat(rows.next()).isFalse();
      return first;
    }
  }

  private static List<Object> row(ParquetObjects rows, int columns) {
    Object[] row = new Object[columns];
    for (int i = 0; i < columns; i++) {
      row[i] = rows.value(i).orElse(null);
    }
    return Arrays.asList(row);
  }

  @Test
  void plainValuesAreOfTheirTypes() throws IOException {
    write(
        "message m { optional binary a (UTF8); optional int32 b; optional int64 c; optional boolean"
            + " d; optional double e; optional binary f; }",
        "磨",
        1,
        2L,
        true,
        0.5,
        new byte[] {(byte) 0xFF});
    assertThat(values("d", "a", "b", "c", "e")).containsExactly(true, "磨", 1, 2L, 0.5);
    assertThat(values("f")).singleElement().isEqualTo(new byte[] {(byte) 0xFF});
  }

  @Test
  void listsOfStructsOfListsKeepTheirShape() throws IOException {
    write(
        """
        message m { optional group messages (LIST) { repeated group list { optional group element {
          optional binary role (UTF8);
          optional group content (LIST) { repeated group list { optional group element {
            optional binary type (UTF8); optional binary text (UTF8); } } } } } } }
        """,
        List.of(
            new Object[] {"user", List.of(new Object[] {"text", "a"}, new Object[] {null, "b"})},
            new Object[] {"assistant", null},
            new Object[] {null, List.of()}));
    assertThat(values("messages"))
        .containsExactly(
            List.of(
                Map.of(
                    "role",
                    "user",
                    "content",
                    List.of(Map.of("type", "text", "text", "a"), Map.of("text", "b"))),
                Map.of("role", "assistant"),
                Map.of("content", List.of())));
  }

  @Test
  void oldSpellingsOfListsAreRead() throws IOException {
    write(
        "message m { optional group a (LIST) { repeated group array { optional int32 x; } } }",
        List.of(7, 8));
    assertThat(values("a")).containsExactly(List.of(Map.of("x", 7), Map.of("x", 8)));
    write(
        "message m { optional group a (LIST) { repeated group bag { optional int32 array; } } }",
        List.of(7, 8));
    assertThat(values("a")).containsExactly(List.of(7, 8));
  }

  @Test
  void aDamagedPageIsNamed() throws IOException {
    write("message m { optional binary a (UTF8); }", "x".repeat(300));
    byte[] bytes = Files.readAllBytes(folder.resolve("a.parquet"));
    bytes[30] ^= 1;
    Files.write(folder.resolve("a.parquet"), bytes);
    try (ParquetTableReader reader = ParquetTableReader.open(store, "a.parquet")) {
      assertThatThrownBy(() -> reader.readObjects(0, List.of("a")).next())
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith("Cannot read Parquet file a.parquet: ");
      assertThatThrownBy(() -> reader.readObjects(0, List.of("b")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot read column 'b' of a.parquet: expected one of [a]");
    }
  }
}

package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.storage.HubServer;
import org.gristmill.storage.HubServer.Request;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.gristmill.storage.parquet.ParquetTableWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What columns of a Parquet file with row groups of 1,000 rows cost, laid out as FineWeb-Edu is.
 * The sizes can be set: {@code -Dhub.rows=100000 -Dhub.text.bytes=3000}; figures are printed.
 */
class HubParquetTest {
  private static final int ROWS = Integer.getInteger("hub.rows", 30_000);
  private static final int TEXT_BYTES = Integer.getInteger("hub.text.bytes", 300);
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { optional binary text (UTF8); optional binary id (UTF8);"
              + " optional binary dump (UTF8); optional binary url (UTF8);"
              + " optional double language_score; optional int64 token_count;"
              + " optional double score; optional int64 int_score; }");

  @TempDir static Path folder;
  private static HubServer server;
  private static long fileBytes;

  private record Cost(long dataRequests, long hubRequests, long bytes, long needed) {}

  @BeforeAll
  static void write() throws IOException {
    Random random = new Random(1);
    try (Store store = Stores.open(folder.toString(), Map.of());
        // A value counts its bytes, or eight: 1,000 rows are a row group.
        ParquetTableWriter table =
            new ParquetTableWriter(
                store, "t.parquet", SCHEMA, 1000L * (TEXT_BYTES + 99), List.of("text"))) {
      for (int row = 0; row < ROWS; row++) {
        char[] text = new char[TEXT_BYTES];
        for (int i = 0; i < text.length; i++) {
          text[i] = (char) (33 + random.nextInt(90));
        }
        double score = random.nextDouble() * 5;
        String id = String.format(java.util.Locale.ROOT, "%016x%016x", random.nextLong(), row);
        table.write(
            new String(text),
            id,
            "CC-MAIN-01",
            "https://example.org/" + row % 100 + "abc",
            random.nextDouble(),
            (long) row,
            score,
            Math.round(score));
      }
      table.commit(Map.of());
    }
    byte[] file = Files.readAllBytes(folder.resolve("t.parquet"));
    fileBytes = file.length;
    server = new HubServer().commit("mill/grain", "main", Map.of("data/t.parquet", file));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Reads some columns of all row groups, as a task does. */
  private static Cost scan(String... columns) throws IOException {
    // Another setting makes another file system, which remembers nothing.
    Map<String, String> settings =
        Map.of("fs.hf.endpoint", server.endpoint(), "fs.hf.columns", String.join(",", columns));
    server.forget();
    long rows = 0;
    long needed = 0;
    try (Store store = Stores.open("hf://datasets/mill/grain/data", settings);
        ParquetTableReader table = ParquetTableReader.open(store, "t.parquet")) {
      for (int group = 0; group < table.rowGroups(); group++) {
        for (String column : columns) {
          needed += table.bytes(group, column);
        }
        ParquetRows cursor = table.read(group, List.of(columns));
        while (cursor.next()) {
          rows++;
        }
      }
      assertThat(table.rowGroups()).isBetween(ROWS / 1100, ROWS / 900);
    }
    assertThat(rows).isEqualTo(ROWS);
    List<Request> data = server.requests().stream().filter(r -> r.host().equals("data")).toList();
    long bytes =
        data.stream()
            .mapToLong(
                request -> {
                  String[] range = request.range().substring("bytes=".length()).split("-", 2);
                  return Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
                })
            .sum();
    Cost cost = new Cost(data.size(), server.requests().size() - data.size(), bytes, needed);
    System.out.println(List.of(columns) + " of " + fileBytes + " bytes: " + cost);
    return cost;
  }

  @Test
  void theFooterTakesOneRequest() throws IOException {
    Cost cost = scan();
    assertThat(cost.dataRequests()).isEqualTo(1);
    assertThat(cost.hubRequests()).isEqualTo(2);
  }

  @Test
  void textIsReadInLargeRanges() throws IOException {
    Cost cost = scan("text");
    // The sizes grow from 64 KiB to 8 MiB.
    assertThat(cost.dataRequests()).isLessThan(12 + fileBytes / (7 << 20));
    assertThat(cost.bytes()).isLessThan(fileBytes + fileBytes / 8);
  }

  @Test
  void aNarrowColumnDoesNotReadTheFile() throws IOException {
    Cost cost = scan("int_score");
    assertThat(cost.dataRequests()).isLessThan(ROWS / 900 + 3);
    assertThat(cost.bytes()).isLessThan(cost.needed() + (ROWS / 900 + 1) * 66_000L + fileBytes / 8);
  }

  @Test
  void columnsThatLieApartShareRequests() throws IOException {
    Cost cost = scan("text", "score", "int_score");
    assertThat(cost.dataRequests()).isLessThan(12 + fileBytes / (7 << 20));
    assertThat(cost.bytes()).isLessThan(cost.needed() + fileBytes / 4);
  }
}

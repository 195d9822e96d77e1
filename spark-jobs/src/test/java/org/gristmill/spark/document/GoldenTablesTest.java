package org.gristmill.spark.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.identity.DocumentId;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.spark.source.DocumentLabels;
import org.gristmill.spark.source.SourceDocument;
import org.gristmill.spark.text.TextMeter;
import org.gristmill.storage.parquet.ParquetRows;
import org.gristmill.storage.parquet.ParquetTableReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The golden files under {@code golden/} are the outputs of these tests at their format versions;
 * if they have to change, so has the version.
 */
class GoldenTablesTest {
  private static final List<Decision> DECISIONS =
      List.of(
          Decision.kept("zh/manual/short/all"),
          Decision.dropped("exact-duplicate"),
          new Decision(
              true, "", "en/web/long/all", List.of(new Edit(0, 3, "***"), new Edit(7, 9, ""))),
          Decision.kept(""));

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    store = Stores.open(folder.toString(), Map.of());
  }

  static byte[] golden(String name) throws IOException {
    try (InputStream in =
        GoldenTablesTest.class.getResourceAsStream("/org/gristmill/spark/golden/" + name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private void writeDocuments() throws IOException {
    DocumentWriter.Origin origin =
        new DocumentWriter.Origin(
            "web", "a/b.jsonl", "00112233445566778899aabbccddeeff", "train", "", "");
    TextMeter meter = new TextMeter();
    DocumentLabels labels =
        new DocumentLabels(
            "web",
            Optional.of("zh"),
            Optional.of("新闻传媒"),
            Optional.of("3.5"),
            Optional.of("low"),
            Optional.empty());
    try (DocumentWriter writer = new DocumentWriter(store, "documents.parquet")) {
      long row = 0;
      for (String text : List.of("谷物在磨坊里变成面粉。\n", "Grain becomes flour.", "")) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        meter.measure(utf8, 0, utf8.length);
        writer.add(
            origin,
            new SourceDocument(row++, utf8, "text", labels, "", Optional.of("id-" + row)),
            meter);
      }
      writer.commit();
    }
  }

  @Test
  void documentsAreWrittenByteForByte() throws IOException {
    writeDocuments();
    assertThat(store.readAll("documents.parquet")).isEqualTo(golden("documents.parquet"));
  }

  @Test
  void documentsReadBack() throws IOException {
    store.writeAtomically("golden.parquet", golden("documents.parquet"));
    try (ParquetTableReader table = ParquetTableReader.open(store, "golden.parquet")) {
      ParquetRows rows = table.read(0, List.of("text", "doc_id", "key", "language", "characters"));
      assertThat(rows.next()).isTrue();
      byte[] text = rows.bytes(0);
      assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("谷物在磨坊里变成面粉。\n");
      DocumentId id = DocumentId.ofText(text, 0, text.length);
      assertThat(rows.bytes(1)).isEqualTo(id.toBytes());
      assertThat(rows.longValue(2)).isEqualTo(id.key());
      assertThat(rows.string(3)).isEqualTo("zh");
      assertThat(rows.intValue(4)).isEqualTo(12);
      ParquetRows labels =
          table.read(0, List.of("language_label", "category", "quality", "perplexity", "part"));
      assertThat(labels.next()).isTrue();
      assertThat(List.of(labels.string(0), labels.string(1), labels.string(2), labels.string(3)))
          .containsExactly("zh", "新闻传媒", "3.5", "low");
      assertThat(labels.isNull(4)).isTrue();
    }
  }

  @Test
  void decisionsAreWrittenByteForByteAndReadBack() throws IOException {
    DecisionTable.write(store, "decisions.parquet", DECISIONS);
    assertThat(store.readAll("decisions.parquet")).isEqualTo(golden("decisions.parquet"));
    assertThat(DecisionTable.read(store, "decisions.parquet")).isEqualTo(DECISIONS);
  }

  @Test
  void editsReplaceSpansOfBytes() {
    byte[] text = "secret and more".getBytes(StandardCharsets.UTF_8);
    assertThat(new String(Edits.apply(text, DECISIONS.get(2).edits()), StandardCharsets.UTF_8))
        .isEqualTo("***ret d more");
    assertThat(Edits.apply(text, List.of())).isSameAs(text);
    assertThat(Edits.identity(List.of())).isZero();
    assertThat(Edits.identity(DECISIONS.get(2).edits()))
        .isNotZero()
        .isNotEqualTo(Edits.identity(List.of(new Edit(0, 3, "***"))));
    assertThatThrownBy(() -> Edits.apply(text, List.of(new Edit(0, 99, ""))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("Cannot apply edit Edit[start=0, end=99, replacement=]");
  }
}

package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.gristmill.common.recipe.Columns;
import org.junit.jupiter.api.Test;

class JsonLinesReaderTest {
  private static final Columns COLUMNS =
      Columns.ofText("body", Optional.of("id"), Optional.of("score"));
  private final JsonLinesReader reader =
      new JsonLinesReader(COLUMNS, RowLabelsOf.columns("web", COLUMNS), 20);

  private Found read(String lines) throws IOException {
    return Found.in(reader, "a.jsonl", lines.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsTextAndLabelsWhereverTheyStand() throws IOException {
    Found found =
        read(
            """
            {"id": 7, "other": {"body": ["not", "this"]}, "body": "eins \\u4e2d\\n", "score": "high"}

            {"body": ""}\r
            {"score": null, "body": "last"}""");
    assertThat(found.texts()).containsExactly("eins 中\n", "", "last");
    assertThat(found.documents.get(0).corpusId()).contains("7");
    assertThat(found.documents.get(0).labels().quality()).contains("high");
    assertThat(found.documents.get(2).labels().quality()).isEmpty();
    assertThat(found.documents).extracting(SourceDocument::row).containsExactly(0L, 2L, 3L);
    assertThat(found.documents)
        .extracting(document -> document.labels().domain())
        .containsOnly("web");
    assertThat(found.rejections).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoContentAndZerosAreNoOtherEncoding() throws IOException {
    Found found = read("\uFEFF{\"body\": \"first\"}\n\0\0\0{\"body\": \"x\"}\n{\0\"\0b\0\n");
    assertThat(found.texts()).containsExactly("first");
    assertThat(found.reasons()).containsExactly("1 invalid-json", "2 invalid-json");
  }

  @Test
  void rejectsEachBadLineWithItsReasonAndOffset() throws IOException {
    Found found =
        read(
            """
            {"body": "good"}
            {"body": 3}
            {"text": "x"}
            {"body": "open
            [1]
            {"body": "a"} {"body": "b"}
            {"body": "\\ud800"}
            {"body": "longer than twenty bytes"}
            {"body": null}
            """);
    assertThat(found.texts()).containsExactly("good");
    assertThat(found.reasons())
        .containsExactly(
            "1 wrong-type",
            "2 missing-text",
            "3 invalid-json",
            "4 invalid-json",
            "5 invalid-json",
            "6 invalid-utf8",
            "7 oversize",
            "8 missing-text");
    assertThat(found.rejections.get(0).offset()).isEqualTo(OptionalLong.of(17));
    assertThat(found.rejections.get(6).detail()).isEqualTo("24 bytes, above max_document_bytes 20");
  }

  @Test
  void rejectsALineThatIsNotUtf8() throws IOException {
    byte[] line = "{\"body\": \"_\"}\n{\"body\": \"b\"}\n".getBytes(StandardCharsets.UTF_8);
    line[10] = (byte) 0xFF;
    Found found = Found.in(reader, "a.jsonl", line);
    assertThat(found.reasons()).containsExactly("0 invalid-utf8");
    assertThat(found.texts()).containsExactly("b");
  }

  @Test
  void skipsALineThatDoesNotFitIntoMemory() throws IOException {
    String filler = "x".repeat(3 << 20);
    Found found = read("{\"body\": \"a\", \"f\": \"" + filler + "\"}\n{\"body\": \"b\"}");
    assertThat(found.reasons()).containsExactly("0 oversize");
    assertThat(found.texts()).containsExactly("b");
    assertThat(found.documents.get(0).row()).isEqualTo(1);
  }

  @Test
  void readsGzipAndKeepsTheRowsBeforeACut() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 60_000; i++) {
        String line = "{\"body\": \"line " + i * 7919L % 100_003 + "\"}\n";
        gzip.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] whole = packed.toByteArray();
    assertThat(Found.in(reader, "a.jsonl.gz", whole).documents).hasSize(60_000);
    Found cut = Found.in(reader, "a.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThat(cut.reasons()).containsExactly("file unreadable-file");
    assertThat(cut.documents).hasSizeBetween(20_000, 40_000);
    Found none = Found.in(reader, "a.jsonl.gz", new byte[] {1, 2, 3});
    assertThat(none.reasons()).containsExactly("file unreadable-file");
  }
}

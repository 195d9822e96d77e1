package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Files that are texts, as a whole or by line. */
class PlainTextReadersTest {
  private static final SourceReader WHOLE = new TextReader(RowLabels.ofDomain("book"), 20);
  private static final SourceReader LINES = new LinesReader(RowLabels.ofDomain("book"), 20);

  private static Found read(SourceReader reader, String content) throws IOException {
    return Found.in(reader, "a.txt", content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFileIsADocument() throws IOException {
    Found found = read(WHOLE, "\uFEFF第一行\r\nsecond\n\n");
    assertThat(found.texts()).containsExactly("第一行\r\nsecond\n\n");
    assertThat(found.documents.get(0))
        .satisfies(
            document -> {
              assertThat(document.row()).isZero();
              assertThat(document.kind()).isEqualTo("text");
              assertThat(document.labels().domain()).isEqualTo("book");
            });
    assertThat(read(WHOLE, "").texts()).containsExactly("");
    assertThat(Found.in(WHOLE, "a.txt.gz", SourceInputTest.gzip("x\n")).texts())
        .containsExactly("x\n");
  }

  @Test
  void aFileAboveTheLimitIsRejected() throws IOException {
    assertThat(read(WHOLE, "x".repeat(20)).texts()).hasSize(1);
    Found found = read(WHOLE, "x".repeat(21));
    assertThat(found.documents).isEmpty();
    assertThat(found.reasons()).containsExactly("0 oversize");
    assertThat(found.rejections.get(0).detail()).isEqualTo("a file above max_document_bytes 20");
  }

  @Test
  void aLineIsADocument() throws IOException {
    Found found = read(LINES, "\uFEFFone\r\n\n  \ntwo two\n" + "x".repeat(21) + "\n末行");
    assertThat(found.texts()).containsExactly("one", "two two", "末行");
    assertThat(found.documents).extracting(SourceDocument::row).containsExactly(0L, 3L, 5L);
    assertThat(found.reasons()).containsExactly("4 oversize");
    assertThat(found.rejections.get(0).offset()).isEqualTo(OptionalLong.of(20));
    assertThat(read(LINES, "").documents).isEmpty();
  }
}

package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Columns COLUMNS =
      Columns.ofText("body", Optional.of("id"), Optional.of("score"));

  private static Found read(CsvOptions options, Columns columns, String csv) throws IOException {
    return Found.in(
        new CsvReader(columns, options, RowLabelsOf.columns("web", columns), 30),
        "a.csv",
        csv.getBytes(StandardCharsets.UTF_8));
  }

  private static Found read(String csv) throws IOException {
    return read(CsvOptions.standard(), COLUMNS, csv);
  }

  @Test
  void readsFieldsWithAndWithoutQuotes() throws IOException {
    Found found =
        read(
            """
            \uFEFFid,"body",other,score\r
            7,"a ""quoted"", 中文\r
            line",x,high\r
            \r
            ,plain text,,
            9,,"",0.5
            "","","",""\
            """);
    assertThat(found.rejections).isEmpty();
    assertThat(found.texts()).containsExactly("a \"quoted\", 中文\r\nline", "plain text", "", "");
    assertThat(found.documents).extracting(SourceDocument::row).containsExactly(0L, 1L, 2L, 3L);
    assertThat(found.documents.get(0).corpusId()).contains("7");
    assertThat(found.documents.get(0).labels().quality()).contains("high");
    assertThat(found.documents.get(1).corpusId()).isEmpty();
    assertThat(found.documents.get(1).labels().domain()).isEqualTo("web");
  }

  @Test
  void otherDelimitersAndNamesComeFromTheRecipe() throws IOException {
    CsvOptions tabs = new CsvOptions("\t", List.of("id", "body", "score"));
    Found found = read(tabs, COLUMNS, "1\ta, b\t2\n2\tc\t\n");
    assertThat(found.texts()).containsExactly("a, b", "c");
    assertThat(found.documents.get(1).corpusId()).contains("2");
  }

  @Test
  void rejectsEachBadRecordWithItsReasonAndOffset() throws IOException {
    Found found =
        read(
            """
            id,body,score
            1,good,2
            1,two
            1,a "b" c,2
            1,"a" b,2
            1,long enough to be above the limit,2
            a\rb,x,y
            1,last,2
            1,"open
            x,y,z
            """);
    assertThat(found.texts()).containsExactly("good", "last");
    assertThat(found.reasons())
        .containsExactly(
            "1 invalid-csv",
            "2 invalid-csv",
            "3 invalid-csv",
            "4 oversize",
            "5 invalid-csv",
            "7 invalid-csv");
    assertThat(found.rejections)
        .extracting(Rejection::detail)
        .containsExactly(
            "2 fields; expected 3 as in the header",
            "a quote inside of field 2, which has none around it",
            "text behind the quotes of field 2",
            "33 bytes, above max_document_bytes 30",
            "a return inside of field 1",
            "a quote that never closes");
    assertThat(found.rejections.get(0).offset()).hasValue(23);
  }

  @Test
  void aQuoteThatNeverClosesNeedsNoMoreMemoryThanARecordMayHave() throws IOException {
    String csv = "id,body,score\n1,\"" + "x,y\n".repeat(1 << 20) + "\",2\n3,b,4\n";
    Found found = read(csv);
    assertThat(found.reasons()).containsExactly("0 oversize");
    assertThat(found.texts()).containsExactly("b");
  }

  @Test
  void rowsMayBePairsOfAnswers() throws IOException {
    Columns pairs =
        new Columns(
            "text", NONE, Optional.of("q"), Optional.of("good"), Optional.of("bad"), NONE, NONE);
    Found found =
        Found.in(
            new CsvReader(pairs, CsvOptions.standard(), RowLabels.ofDomain("dpo"), 1000),
            "a.csv",
            "q,good,bad\nWhy?,a,b\nWhy?,a,\n".getBytes(StandardCharsets.UTF_8));
    assertThat(found.texts())
        .containsExactly(
            "{\"chosen\":[{\"content\":\"a\",\"role\":\"assistant\"}],"
                + "\"prompt\":[{\"content\":\"Why?\",\"role\":\"user\"}],"
                + "\"rejected\":[{\"content\":\"b\",\"role\":\"assistant\"}]}");
    assertThat(found.reasons()).containsExactly("1 missing-text");
  }

  @Test
  void columnsThatAreNotThereAreAnErrorOfTheRecipe() {
    assertThatThrownBy(() -> read("id,text,score\n1,a,2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read column 'body' of a.csv: there is no such column; expected one of [id,"
                + " text, score]");
    assertThatThrownBy(() -> read("id,body,score,body\n1,a,2,3\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Cannot read column 'body' of a.csv: there are several");
  }

  @Test
  void aFileWithoutAHeaderIsABadFile() throws IOException {
    assertThat(read("").reasons()).containsExactly("file unreadable-file");
    assertThat(read("\"id,body\n").rejections.get(0).detail())
        .isEqualTo("no header: a quote that never closes");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(5);
    String alphabet = "ab\",\n\r 中";
    List<String> texts = new ArrayList<>();
    StringBuilder csv = new StringBuilder("id,body,score\n");
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(9); c > 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      texts.add(text.toString());
      csv.append(i).append(",\"").append(text.toString().replace("\"", "\"\"")).append("\",s");
      csv.append(random.nextBoolean() ? "\r\n" : "\n");
    }
    Found found = read(csv.toString());
    assertThat(found.rejections).isEmpty();
    assertThat(found.texts()).isEqualTo(texts);
  }
}

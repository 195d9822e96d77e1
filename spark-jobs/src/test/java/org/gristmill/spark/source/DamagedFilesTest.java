package org.gristmill.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.Columns;
import org.gristmill.common.recipe.CsvOptions;
import org.gristmill.common.work.Slice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * However a file is damaged, its reader ends, and what was in it is a document or a rejection. Runs
 * over {@code -Dgristmill.mutations} damaged files of each kind, 500 unless told.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedFilesTest {
  private static final int MUTATIONS = Integer.getInteger("gristmill.mutations", 500);
  private static final int MAX_DOCUMENT_BYTES = 200;
  private static final int ROWS = 12;
  private static final Columns TEXT = Columns.ofText("text", Optional.of("id"), Optional.empty());

  private final TestReporter reporter;

  DamagedFilesTest(TestReporter reporter) {
    this.reporter = reporter;
  }

  /** That every row is accounted for. */
  private interface Check {
    Check LINES = DamagedFilesTest::everyLineOnce;
    Check NUMBERS = DamagedFilesTest::everyNumberOnce;
    Check SILENCE = DamagedFilesTest::nothingIsMissedSilently;

    void check(byte[] damaged, Found found);
  }

  private static String text(int row) {
    return "row " + row + (row % 2 == 0 ? " grain and stone" : " 水车与磨坊") + " ".repeat(row);
  }

  private void damage(SourceReader reader, String name, byte[] whole, Check check)
      throws IOException {
    Random random = new Random(name.hashCode());
    assertThat(Found.in(reader, name, whole).documents).hasSize(ROWS);
    int complaints = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = Damage.of(whole, random);
      Found found = new Found();
      try {
        reader.read(new MemoryStore(Map.of(name, damaged)), name, Slice.WHOLE, found);
      } catch (ConfigException otherColumns) {
        assertThat(otherColumns).hasMessageStartingWith("Cannot read column '");
        complaints++;
        continue;
      }
      complaints += found.rejections.isEmpty() ? 0 : 1;
      assertThat(found.documents)
          .allSatisfy(d -> assertThat(d.text().length).isLessThanOrEqualTo(MAX_DOCUMENT_BYTES));
      check.check(damaged, found);
    }
    reporter.publishEntry(name, complaints + " of " + MUTATIONS + " damaged files complained of");
    assertThat(complaints).isPositive();
  }

  /** Rows are numbered without gaps, and each is one thing. */
  private static void everyNumberOnce(byte[] damaged, Found found) {
    List<Long> rows = new ArrayList<>();
    found.documents.forEach(document -> rows.add(document.row()));
    found.rejections.forEach(rejection -> rejection.row().ifPresent(rows::add));
    rows.sort(null);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(i);
    }
  }

  /** Every line that is not blank is one thing. */
  private static void everyLineOnce(byte[] damaged, Found found) {
    String[] lines = new String(damaged, StandardCharsets.ISO_8859_1).split("\n", -1);
    long rows = Arrays.stream(lines).filter(line -> !line.matches("[ \t\r]*")).count();
    assertThat((long) found.documents.size() + found.rejections.size()).isEqualTo(rows);
  }

  /** A row that is missing has a complaint in its place. */
  private static void nothingIsMissedSilently(byte[] damaged, Found found) {
    assertThat(found.documents.size() >= ROWS || !found.rejections.isEmpty()).isTrue();
  }

  private static String json() {
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      lines.append("{\"id\": ").append(row).append(", \"text\": \"").append(text(row));
      lines.append("\"}\n");
    }
    return lines.toString();
  }

  @Test
  void jsonLines() throws IOException {
    SourceReader reader = new JsonLinesReader(TEXT, RowLabels.ofDomain("web"), MAX_DOCUMENT_BYTES);
    damage(reader, "a.jsonl", json().getBytes(StandardCharsets.UTF_8), Check.LINES);
  }

  @Test
  void compressedLines() throws IOException {
    SourceReader reader = new JsonLinesReader(TEXT, RowLabels.ofDomain("web"), MAX_DOCUMENT_BYTES);
    damage(reader, "a.jsonl.gz", SourceInputTest.gzip(json()), Check.SILENCE);
    damage(reader, "a.jsonl.zst", SourceInputTest.zstd(json()), Check.SILENCE);
  }

  @Test
  void lines() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      lines.append(text(row)).append('\n');
    }
    // Damaged lines are lines: only those that grow too long are complained of.
    String file = lines.toString().replace("row 5", "row 5 " + "x".repeat(150));
    SourceReader reader = new LinesReader(RowLabels.ofDomain("web"), MAX_DOCUMENT_BYTES);
    damage(reader, "a.txt", file.getBytes(StandardCharsets.UTF_8), Check.LINES);
  }

  @Test
  void csv() throws IOException {
    StringBuilder csv = new StringBuilder("id,text,other\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append(row).append(row % 3 == 0 ? ",\"\"\"" : ",\"").append(text(row));
      csv.append("\",x\r\n");
    }
    SourceReader reader =
        new CsvReader(TEXT, CsvOptions.standard(), RowLabels.ofDomain("web"), MAX_DOCUMENT_BYTES);
    damage(reader, "a.csv", csv.toString().getBytes(StandardCharsets.UTF_8), Check.NUMBERS);
  }
}

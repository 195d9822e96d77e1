package org.gristmill.spark.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.gristmill.common.work.ChangedInputs;
import org.gristmill.common.work.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same texts give the same tokens, whatever files they come in. */
class FormatsIT {
  @TempDir Path folder;

  /** What makes the tokens of a text; where it came from stands beside them. */
  private static Map<String, String> tokens(Bench bench, String work) throws IOException {
    Map<String, String> tokens = new TreeMap<>();
    bench
        .bytes(work)
        .forEach(
            (path, hash) -> {
              if (path.matches("tokenize/[^/]*/(tokens|validation)/.*\\.(bin|idx|sparse|ids)")) {
                tokens.put(path.replaceFirst("^tokenize/[^/]*/", ""), hash);
              }
            });
    return tokens;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String csv(List<String> texts) {
    StringBuilder csv = new StringBuilder("nr;content\n");
    for (String text : texts) {
      csv.append("1;\"").append(text.replace("\"", "\"\"")).append("\"\r\n");
    }
    return csv.toString();
  }

  @Test
  void theSameTextsGiveTheSameTokenStore() throws IOException {
    Bench bench = new Bench(folder);
    // Without the newlines inside, so that a line can hold each.
    List<String> texts =
        Corpus.texts(21, 60).stream().map(text -> text.replace('\n', ' ').strip()).toList();
    Corpus.jsonl(bench.input("a.jsonl"), texts);
    Corpus.parquet(bench.input("a.parquet"), texts);
    byte[] lines = utf8(String.join("\n", texts) + "\n");
    Corpus.write(bench.input("lines.txt"), lines);
    Corpus.write(bench.input("lines.txt.gz"), gzip(lines));
    Corpus.write(bench.input("lines.txt.zst"), Zstd.compress(lines));
    Corpus.write(bench.input("a.csv"), utf8(csv(texts)));
    for (int i = 0; i < texts.size(); i++) {
      Corpus.write(bench.input("texts/" + i + ".txt"), utf8(texts.get(i)));
    }
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("jsonl", "format: jsonl, path: data/a.jsonl");
    sources.put("parquet", "format: parquet, path: data/a.parquet");
    sources.put("lines", "format: lines, path: data/lines.txt");
    sources.put("gzip", "format: lines, path: data/lines.txt.gz");
    sources.put("zstd", "format: lines, path: data/lines.txt.zst");
    sources.put(
        "csv", "format: csv, path: data/a.csv, columns: {text: content}, csv: {delimiter: ';'}");
    sources.put("text", "format: text, path: 'data/texts/*.txt'");
    Map<String, String> expected = Map.of();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      String recipe = "sources=[{name: x, domain: web, " + source.getValue() + "}]";
      bench.run(source.getKey(), Stage.TOKENIZE, ChangedInputs.REFUSE, recipe);
      Map<String, String> found = tokens(bench, source.getKey());
      expected = expected.isEmpty() ? found : expected;
      assertThat(found).as(source.getKey()).isNotEmpty().isEqualTo(expected);
    }
  }
}

package org.gristmill.tokenization;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Texts with the ids that another program gave them, under the folder {@code -Dheldout.dir}. */
final class RecordedVectors {
  private static final String BETWEEN = "\n__ggml_vocab_test__\n";

  private final List<String> texts = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();

  private RecordedVectors() {}

  /** A file in that folder; the test is skipped, with the reason, if it is not there. */
  static Path heldOut(String name) {
    String folder = System.getProperty("heldout.dir", "");
    Path file = Path.of(folder, name);
    boolean there = !folder.isBlank() && !folder.startsWith("$") && Files.exists(file);
    assumeTrue(there, "there is no " + name + " in the folder of -Dheldout.dir");
    return file;
  }

  /** Texts and ids: a CSV, or a pair of .inp and .out. */
  static RecordedVectors read(String name) throws IOException {
    RecordedVectors vectors = new RecordedVectors();
    if (name.endsWith(".csv")) {
      List<String> fields = fields(text(heldOut(name)));
      int columns = fields.indexOf("\n");
      for (int i = columns + 1; i + 1 < fields.size(); i += columns + 1) {
        vectors.add(fields.get(i), fields.get(i + 1).replaceAll("[\\[\\],]", " "));
      }
    } else {
      String[] texts = text(heldOut(name + ".inp")).split(BETWEEN, -1);
      String[] lines = text(heldOut(name + ".out")).split("\n", -1);
      for (int i = 0; i + 1 < texts.length; i++) {
        vectors.add(texts[i], lines[i]);
      }
    }
    return vectors;
  }

  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private void add(String text, String numbers) {
    texts.add(text);
    ids.add(
        Stream.of(numbers.strip().split("\\s+", -1))
            .filter(number -> !number.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray());
  }

  /** Fields and, after each row, a line break; quotes around a field, none inside. */
  private static List<String> fields(String csv) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
        field.append(c);
      } else if (c != '\r') {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          fields.add("\n");
        }
      }
    }
    return fields;
  }

  int size() {
    return texts.size();
  }

  void forEach(BiConsumer<String, int[]> check) {
    for (int i = 0; i < texts.size(); i++) {
      check.accept(texts.get(i), ids.get(i));
    }
  }
}

package org.gristmill.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verification has found so far. */
final class Verification {

  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long files;
  private long bytes;

  void read(long fileBytes) {
    files++;
    bytes += fileBytes;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /** One sentence per thing that is wrong, each beginning with a path. */
  List<String> problems() {
    return problems;
  }

  /** What is odd without being wrong. */
  List<String> notes() {
    return notes;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("files", files);
    figures.put("bytes", bytes);
    figures.put("problems", problems);
    figures.put("notes", notes);
    return figures;
  }
}

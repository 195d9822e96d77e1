package org.gristmill.trainer.loop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;

/**
 * {@code metrics.jsonl}: one line per step. Object stores cannot append, so lines are kept in
 * memory and the file is replaced as a whole with every checkpoint; a resumed run drops the lines
 * after its checkpoint and writes them again. Not thread-safe.
 */
final class MetricsLog {

  static final String FILE = "metrics.jsonl";

  private final Store store;
  private final String path;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  MetricsLog(Store store, String run) {
    this.store = store;
    path = run.isEmpty() ? FILE : run + "/" + FILE;
  }

  /** Takes over the lines of an interrupted run up to a step. */
  void restore(long step) throws IOException {
    try {
      String text = new String(store.readAll(path), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> YamlConfig.parseJson(path, line).at("step").asLong() <= step)
          .forEach(this::append);
    } catch (NoSuchFileException absent) {
      // killed before its first metrics were written
    }
  }

  void add(Map<String, Object> fields) {
    append(CanonicalJson.of(fields));
  }

  FileDigest write() throws IOException {
    return store.writeAtomically(path, lines.toByteArray());
  }

  private void append(String line) {
    lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

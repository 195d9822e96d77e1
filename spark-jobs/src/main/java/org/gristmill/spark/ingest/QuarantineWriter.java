package org.gristmill.spark.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.spark.source.Rejection;

/** Writes {@code quarantine.jsonl}: one object per rejected row or file, and counts them. */
final class QuarantineWriter implements Closeable {
  private final AtomicOutput output;
  private final TreeMap<String, Long> rejectedRows = new TreeMap<>();
  private final Set<String> badFiles = new HashSet<>();
  private String firstProblem = "";

  QuarantineWriter(Store work, String path) throws IOException {
    output = work.create(path);
  }

  void add(UnitInput input, Rejection rejection) throws IOException {
    TreeMap<String, Object> line = new TreeMap<>();
    line.put("path", input.path());
    line.put("file_identity", input.identity());
    line.put("reason", rejection.reason().slug());
    line.put("detail", rejection.detail());
    if (rejection.row().isPresent()) {
      line.put("row", rejection.row().getAsLong());
    }
    if (rejection.offset().isPresent()) {
      line.put("offset", rejection.offset().getAsLong());
    }
    if (!rejection.entry().isEmpty()) {
      line.put("entry", rejection.entry());
    }
    output.write((CanonicalJson.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
    if (rejection.wholeFile()) {
      badFiles.add(input.identity());
    } else {
      rejectedRows.merge(rejection.reason().slug(), 1L, Long::sum);
    }
    if (firstProblem.isEmpty()) {
      firstProblem = problem(input, rejection);
    }
  }

  private static String problem(UnitInput input, Rejection rejection) {
    String place = rejection.wholeFile() ? "" : ", row " + rejection.row().getAsLong();
    String entry = rejection.entry().isEmpty() ? "" : ", entry " + rejection.entry();
    return input.path() + place + entry + ": " + rejection.detail();
  }

  Map<String, Long> rejectedRows() {
    return rejectedRows;
  }

  long badFiles() {
    return badFiles.size();
  }

  String firstProblem() {
    return firstProblem;
  }

  FileDigest commit() throws IOException {
    return output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}

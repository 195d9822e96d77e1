package org.gristmill.spark.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gristmill.common.work.Slice;

/** What a reader found in one file. */
final class Found implements SourceSink {
  final List<SourceDocument> documents = new ArrayList<>();
  final List<Rejection> rejections = new ArrayList<>();

  static Found in(SourceReader reader, String name, byte[] content) throws IOException {
    Found found = new Found();
    reader.read(new MemoryStore(Map.of(name, content)), name, Slice.WHOLE, found);
    return found;
  }

  @Override
  public void document(SourceDocument document) {
    documents.add(document);
  }

  @Override
  public void reject(Rejection rejection) {
    rejections.add(rejection);
  }

  List<String> texts() {
    return documents.stream().map(d -> new String(d.text(), StandardCharsets.UTF_8)).toList();
  }

  List<String> reasons() {
    return rejections.stream()
        .map(r -> (r.row().isPresent() ? r.row().getAsLong() + " " : "file ") + r.reason().slug())
        .toList();
  }
}

package org.gristmill.spark.tokenize;

import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.gristmill.common.store.Store;
import org.gristmill.spark.job.StoreLocation;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/**
 * Where tasks find the tokenizer; loaded once per JVM.
 *
 * @param root store that holds the file
 * @param path path of {@code tokenizer.json}
 * @param fingerprint what the tokenizer must be
 * @param endOfDocument id appended to every document
 * @param width bytes of a token on disk
 */
record TokenizerSource(
    StoreLocation root, String path, String fingerprint, int endOfDocument, int width)
    implements Serializable {
  private static final ConcurrentMap<String, Tokenizer> LOADED = new ConcurrentHashMap<>();

  Tokenizer load() throws IOException {
    Tokenizer known = LOADED.get(fingerprint);
    if (known != null) {
      return known;
    }
    synchronized (LOADED) {
      Tokenizer again = LOADED.get(fingerprint);
      if (again == null) {
        try (Store store = root.open()) {
          again = Tokenizers.parse(store.readAll(path));
        }
        LOADED.clear();
        LOADED.put(fingerprint, again);
      }
      return again;
    }
  }
}

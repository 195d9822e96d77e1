package org.gristmill.spark.tokenize;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/**
 * The tokenizer as tasks get it: the driver's file is sent to every executor once, so that it may
 * lie where only the driver finds it; parsed once per JVM.
 *
 * @param json content of {@code tokenizer.json}
 * @param fingerprint what the tokenizer must be
 * @param endOfDocument id appended to every document
 * @param width bytes of a token on disk
 */
record TokenizerSource(Broadcast<byte[]> json, String fingerprint, int endOfDocument, int width)
    implements Serializable {
  private static final Map<String, Tokenizer> LOADED = new HashMap<>();

  /**
   * The tokenizer of a file; of each content one instance per JVM, the last one, so that driver and
   * tasks of one process share it.
   */
  static Tokenizer parse(byte[] json) {
    String identity = Xxh128.hash(json, 0, json.length).hex();
    synchronized (LOADED) {
      Tokenizer known = LOADED.get(identity);
      if (known == null) {
        known = Tokenizers.parse(json);
        LOADED.clear();
        LOADED.put(identity, known);
        LOADED.put(known.fingerprint(), known);
      }
      return known;
    }
  }

  Tokenizer load() {
    synchronized (LOADED) {
      Tokenizer known = LOADED.get(fingerprint);
      if (known != null) {
        return known;
      }
      return parse(json.value());
    }
  }
}

package org.gristmill.spark.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.gristmill.common.hash.Xxh128;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/**
 * The tokenizers of this JVM: of each content one instance, the last few, so that driver and tasks
 * of one process share them. Safe for all threads.
 */
public final class LoadedTokenizers {
  private static final int KEPT = 4;
  private static final Map<String, Tokenizer> LOADED = new LinkedHashMap<>();

  private LoadedTokenizers() {}

  /** The tokenizer of a file's content. */
  public static Tokenizer parse(byte[] content) {
    String identity = Xxh128.hash(content, 0, content.length).hex();
    synchronized (LOADED) {
      Tokenizer known = LOADED.get(identity);
      if (known == null) {
        known = Tokenizers.parse(content);
        if (LOADED.size() >= 2 * KEPT) {
          LOADED.clear();
        }
        LOADED.put(identity, known);
        LOADED.put(known.fingerprint(), known);
      }
      return known;
    }
  }

  /**
   * A tokenizer by its name.
   *
   * @param name identity of the file's content, or the tokenizer's fingerprint
   * @param content the file, asked for where it was not parsed yet
   */
  public static Tokenizer load(String name, Broadcast<byte[]> content) {
    synchronized (LOADED) {
      Tokenizer known = LOADED.get(name);
      return known != null ? known : parse(content.value());
    }
  }
}

package org.gristmill.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gristmill.tokenization.bpe.TokenizerJson;

/** Opens tokenizers. */
public final class Tokenizers {
  private static final System.Logger LOG = System.getLogger(Tokenizers.class.getName());
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private Tokenizers() {}

  /**
   * A tokenizer from the bytes of a Hugging Face {@code tokenizer.json}. Byte-level BPE with a
   * known splitting rule takes the fast path; everything else is encoded by DJL's tokenizer
   * library, with the same ids but much slower, which is logged once per definition.
   *
   * @throws org.gristmill.common.CorruptDataException if the file is broken
   */
  public static Tokenizer parse(byte[] tokenizerJson) {
    JsonNode root = TokenizerJson.parse(tokenizerJson);
    return TokenizerJson.fastTokenizer(root).orElseGet(() -> library(root));
  }

  /**
   * Hugging Face's own tokenizer for the same file, whether or not the fast path covers it; for
   * comparison.
   *
   * @throws org.gristmill.common.CorruptDataException if the file is broken
   */
  public static LibraryTokenizer library(byte[] tokenizerJson) {
    JsonNode root = TokenizerJson.parse(tokenizerJson);
    return new LibraryTokenizer(root, TokenizerJson.fingerprint(root));
  }

  private static Tokenizer library(JsonNode root) {
    String fingerprint = TokenizerJson.fingerprint(root);
    if (REPORTED.add(fingerprint)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Tokenizer {0} is not a byte-level BPE the fast path covers; the library encodes it",
          fingerprint);
    }
    return new LibraryTokenizer(root, fingerprint);
  }
}

package org.gristmill.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.bpe.RankFile;
import org.gristmill.tokenization.bpe.RankSettings;
import org.gristmill.tokenization.bpe.TokenizerJson;

/** Opens tokenizers. */
public final class Tokenizers {
  private static final System.Logger LOG = System.getLogger(Tokenizers.class.getName());
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private Tokenizers() {}

  /**
   * A tokenizer from the bytes of a Hugging Face {@code tokenizer.json} or of a tiktoken rank file
   * whose splitting rule is known by its tokens. Byte-level BPE with a known splitting rule takes
   * the fast path; everything else is encoded by DJL's tokenizer library, with the same ids but
   * much slower, which is logged once per definition.
   *
   * @throws org.gristmill.common.CorruptDataException if the file is broken
   * @throws org.gristmill.common.ConfigException if it is a rank file that is not known
   */
  public static Tokenizer parse(byte[] file) {
    JsonNode root = tree(file, Optional.empty());
    return TokenizerJson.fastTokenizer(root).orElseGet(() -> library(root));
  }

  /**
   * Hugging Face's own tokenizer for the same file, whether or not the fast path covers it; for
   * comparison.
   *
   * @throws org.gristmill.common.CorruptDataException if the file is broken
   */
  public static LibraryTokenizer library(byte[] file) {
    JsonNode root = tree(file, Optional.empty());
    return new LibraryTokenizer(root, TokenizerJson.fingerprint(root));
  }

  /**
   * The {@code tokenizer.json} of a tokenizer file: a rank file is rewritten, anything else comes
   * back as it is.
   *
   * @param ranks what a rank file does not say; wins over what is known of it
   * @throws org.gristmill.common.CorruptDataException if it is a broken rank file
   * @throws org.gristmill.common.ConfigException if it is a rank file and not known, and {@code
   *     ranks} is empty, or if it is not a rank file and {@code ranks} is there
   */
  public static byte[] tokenizerJson(byte[] file, Optional<RankSettings> ranks) {
    if (RankFile.isOne(file)) {
      return TokenizerJson.write(tree(file, ranks));
    }
    if (ranks.isPresent()) {
      throw new ConfigException(
          "Cannot use pattern and special tokens with this tokenizer: it is not a tiktoken rank"
              + " file, and says these things itself");
    }
    return file;
  }

  private static JsonNode tree(byte[] file, Optional<RankSettings> ranks) {
    JsonNode root =
        RankFile.isOne(file)
            ? RankFile.parse(file).tokenizerJson(ranks)
            : TokenizerJson.parse(file);
    TokenizerShape.check(root);
    return root;
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

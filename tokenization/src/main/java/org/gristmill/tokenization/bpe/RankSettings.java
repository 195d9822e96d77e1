package org.gristmill.tokenization.bpe;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tiktoken rank file does not say of its tokenizer.
 *
 * @param pattern how text is split
 * @param form what happens to text before it is split
 * @param specialTokens special tokens and their ids, none of them a rank
 */
public record RankSettings(
    PreTokenizer.Pattern pattern, Form form, Map<String, Integer> specialTokens) {

  /** Checks and copies the map. */
  public RankSettings {
    specialTokens = Collections.unmodifiableMap(new TreeMap<>(specialTokens));
    specialTokens.forEach(
        (token, id) -> {
          if (token.isEmpty() || id < 0) {
            throw new IllegalArgumentException(
                "Cannot use special token '"
                    + token
                    + "' with id "
                    + id
                    + ": expected some text and an id of 0 or more");
          }
        });
  }

  /** Forms of text. */
  public enum Form {
    /** As it is. */
    AS_IT_IS,
    /** Normalization form C. */
    NFC
  }
}

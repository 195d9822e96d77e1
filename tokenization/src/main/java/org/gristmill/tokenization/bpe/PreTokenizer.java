package org.gristmill.tokenization.bpe;

import java.util.Locale;

/**
 * Cuts text into the pieces inside which byte pairs may merge. Hand-written equivalents of the
 * regular expressions of {@link Pattern}, on UTF-8 bytes; stateless and safe for all threads.
 */
public interface PreTokenizer {

  /**
   * The end (exclusive) of the piece that starts at {@code start}. Walking from 0 gives the pieces
   * in order; together they cover the text.
   *
   * @param utf8 valid UTF-8 in {@code start .. end}, with {@code start < end} on character borders
   */
  int pieceEnd(byte[] utf8, int start, int end);

  /** The splitting rules known by name. */
  enum Pattern {
    /**
     * GPT-2's rule: words with a leading space, numbers, punctuation, contractions in lower case.
     */
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),
    /**
     * Qwen2's rule: single digits, contractions in any case, line breaks kept with what they end.
     */
    QWEN2(
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

    private final String regex;

    Pattern(String regex) {
      this.regex = regex;
    }

    /** The regular expression that other tokenizer libraries use for the same cut. */
    public String regex() {
      return regex;
    }

    /** The implementation. */
    public PreTokenizer splitter() {
      return switch (this) {
        case GPT2 -> new Gpt2PreTokenizer();
        case QWEN2 -> new Qwen2PreTokenizer();
      };
    }

    /** The name used in configuration: {@code gpt2}, {@code qwen2}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a pattern by its {@link #label}.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Pattern ofLabel(String label) {
      for (Pattern pattern : values()) {
        if (pattern.label().equals(label)) {
          return pattern;
        }
      }
      throw new IllegalArgumentException(
          "Cannot find splitting pattern '" + label + "': unknown name; expected gpt2 or qwen2");
    }
  }
}

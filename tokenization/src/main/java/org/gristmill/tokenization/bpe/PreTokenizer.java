package org.gristmill.tokenization.bpe;

import java.util.ArrayList;
import java.util.List;
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
    GPT2,
    /**
     * Qwen2's rule: single digits, contractions in any case, line breaks kept with what they end.
     */
    QWEN2,
    /** The rule of GPT-4 (cl100k) and Llama 3: as Qwen2's, with up to three digits together. */
    GPT4,
    /** nanochat's rule: as GPT-4's, with up to two digits together. */
    NANOCHAT,
    /**
     * DeepSeek-V3's rule, three cuts one after the other: up to three digits, runs of Han and Kana,
     * then words with one sign before them.
     */
    DEEPSEEK;

    private static String cl100k(String numbers) {
      return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
          + numbers
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    private static String possessive(String numbers) {
      return "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|"
          + numbers
          + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
    }

    /**
     * The regular expressions that other tokenizer libraries use for the same cut, applied one
     * after the other; each isolates what it matches.
     */
    public List<String> steps() {
      return switch (this) {
        case GPT2 ->
            List.of(
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");
        case QWEN2 -> List.of(cl100k("\\p{N}"));
        case GPT4 -> List.of(cl100k("\\p{N}{1,3}"));
        case NANOCHAT -> List.of(possessive("\\p{N}{1,2}"));
        case DEEPSEEK ->
            List.of(
                "\\p{N}{1,3}",
                "[一-龥\u3040-ゟ゠-ヿ]+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                    + "|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*"
                    + "|\\s*[\r\n]+|\\s+(?!\\S)|\\s+");
      };
    }

    /** Whether these expressions, in either of the two known ways of writing, cut as this does. */
    boolean isSpelled(List<String> expressions) {
      return expressions.equals(steps())
          || switch (this) {
            case QWEN2 -> expressions.equals(List.of(possessive("\\p{N}")));
            case GPT4 -> expressions.equals(List.of(possessive("\\p{N}{1,3}")));
            case NANOCHAT -> expressions.equals(List.of(cl100k("\\p{N}{1,2}")));
            case GPT2, DEEPSEEK -> false;
          };
    }

    /** The implementation. */
    public PreTokenizer splitter() {
      return switch (this) {
        case GPT2 -> new Gpt2PreTokenizer();
        case QWEN2 -> new Cl100kPreTokenizer(1);
        case GPT4 -> new Cl100kPreTokenizer(3);
        case NANOCHAT -> new Cl100kPreTokenizer(2);
        case DEEPSEEK -> new DeepSeekPreTokenizer();
      };
    }

    /** The name used in configuration: {@code gpt2}, {@code qwen2} and so on. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a pattern by its {@link #label}.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Pattern ofLabel(String label) {
      List<String> labels = new ArrayList<>();
      for (Pattern pattern : values()) {
        if (pattern.label().equals(label)) {
          return pattern;
        }
        labels.add(pattern.label());
      }
      throw new IllegalArgumentException(
          "Cannot find splitting pattern '"
              + label
              + "': unknown name; expected one of "
              + String.join(", ", labels));
    }
  }
}

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
    DEEPSEEK,
    /**
     * The rule of GPT-4 as tiktoken 0.8 and later cut: white space that ends a text stays together,
     * line breaks or not.
     */
    CL100K,
    /**
     * The rule of GPT-4o (o200k) and gpt-oss: words end where a small letter meets a capital one,
     * and keep their contractions; up to three digits together.
     */
    O200K,
    /** The rule of Mistral NeMo (tekken): as GPT-4o's, with single digits and no contractions. */
    TEKKEN,
    /** The rule of SmolLM and StarCoder: single digits, then GPT-2's rule between them. */
    SMOLLM,
    /**
     * The rule of SuperBPE's second stage: up to three digits together, runs of two signs or more,
     * spaces before white space or at the end; all between them is one piece.
     */
    SUPERBPE;

    /** Stands among {@link #steps} for the cut that isolates every digit; not an expression. */
    public static final String DIGITS = "Digits";

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String GPT2_EXPRESSION =
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static String cl100k(String numbers) {
      return CONTRACTIONS
          + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
          + numbers
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    private static String possessive(String numbers) {
      return "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|"
          + numbers
          + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
    }

    private static String o200k(String contractions, String numbers) {
      return "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
          + contractions
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
          + contractions
          + "|"
          + numbers
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /**
     * The regular expressions that other tokenizer libraries use for the same cut, applied one
     * after the other; each isolates what it matches. One may be {@link #DIGITS}.
     */
    public List<String> steps() {
      return switch (this) {
        case GPT2 -> List.of(GPT2_EXPRESSION);
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
        case CL100K ->
            List.of(
                "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+"
                    + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s");
        case O200K -> List.of(o200k(CONTRACTIONS + "?", "\\p{N}{1,3}"));
        case TEKKEN -> List.of(o200k("", "\\p{N}"));
        case SMOLLM -> List.of(DIGITS, GPT2_EXPRESSION);
        case SUPERBPE -> List.of("\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]{2,}[\\r\\n/]*| +(?!\\S)");
      };
    }

    /** Other known ways of writing the same cut. */
    private List<String> alternatives() {
      return switch (this) {
        case GPT2 ->
            List.of(
                "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$"
                    + "|\\s+(?!\\S)|\\s");
        case QWEN2 -> List.of(possessive("\\p{N}"));
        case GPT4 -> List.of(possessive("\\p{N}{1,3}"));
        case NANOCHAT -> List.of(cl100k("\\p{N}{1,2}"));
        case DEEPSEEK, CL100K, O200K, TEKKEN, SMOLLM, SUPERBPE -> List.of();
      };
    }

    /** All known ways of writing the cut, {@link #steps} first. */
    public List<List<String>> spellings() {
      List<List<String>> spellings = new ArrayList<>();
      spellings.add(steps());
      alternatives().forEach(expression -> spellings.add(List.of(expression)));
      return spellings;
    }

    /** Whether these expressions, in one of the known ways of writing, cut as this does. */
    boolean isSpelled(List<String> expressions) {
      return spellings().contains(expressions);
    }

    /** Whether the expressions leave nothing of a text unmatched. */
    boolean matchesEverything() {
      return this != DEEPSEEK && this != SMOLLM && this != SUPERBPE;
    }

    /** The implementation. */
    public PreTokenizer splitter() {
      return switch (this) {
        case GPT2 -> new Gpt2PreTokenizer();
        case QWEN2 -> new Cl100kPreTokenizer(1, Cl100kPreTokenizer.Ending.AS_ELSEWHERE);
        case GPT4 -> new Cl100kPreTokenizer(3, Cl100kPreTokenizer.Ending.AS_ELSEWHERE);
        case NANOCHAT -> new Cl100kPreTokenizer(2, Cl100kPreTokenizer.Ending.AS_ELSEWHERE);
        case DEEPSEEK -> new DeepSeekPreTokenizer();
        case CL100K -> new Cl100kPreTokenizer(3, Cl100kPreTokenizer.Ending.TOGETHER);
        case O200K -> new O200kPreTokenizer(3, O200kPreTokenizer.Contracted.WITH_THE_WORD);
        case TEKKEN -> new O200kPreTokenizer(1, O200kPreTokenizer.Contracted.APART);
        case SMOLLM -> new DigitsPreTokenizer();
        case SUPERBPE -> new SuperBpePreTokenizer();
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

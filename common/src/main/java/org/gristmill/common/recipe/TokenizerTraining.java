package org.gristmill.common.recipe;

import java.util.HashSet;
import java.util.List;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Training of a byte-level BPE vocabulary on the corpus itself.
 *
 * @param vocabularySize entries, special tokens included; default 16384
 * @param pattern how text is cut into words; default {@code gpt2}
 * @param minFrequency pairs seen less often are not merged; default 2
 * @param maxBytes UTF-8 bytes of text counted per language; default 64 MiB
 * @param specialTokens tokens that text cannot produce; default {@code <|endoftext|>}
 */
public record TokenizerTraining(
    @Default("16384") int vocabularySize,
    @Default("gpt2") BpePattern pattern,
    @Default("2") long minFrequency,
    @Default("67108864") long maxBytes,
    @Default("['<|endoftext|>']") List<String> specialTokens) {
  /** Checks the ranges and copies the list. */
  public TokenizerTraining {
    specialTokens = List.copyOf(specialTokens);
    specialTokens.forEach(token -> Check.notBlank("special_tokens", token));
    Check.that(
        new HashSet<>(specialTokens).size() == specialTokens.size(),
        "special_tokens",
        "Cannot use special_tokens " + specialTokens + ": one stands there twice");
    Check.range("vocabulary_size", vocabularySize, 256L + specialTokens.size(), 1 << 20);
    Check.atLeast("min_frequency", minFrequency, 1);
    Check.atLeast("max_bytes", maxBytes, 1);
  }
}

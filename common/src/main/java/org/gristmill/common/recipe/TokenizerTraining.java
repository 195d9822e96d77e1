package org.gristmill.common.recipe;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
 * @param specialIds which ids they get; left out: the first
 * @param maxCharacters Unicode characters counted in all languages together; left out: any number
 * @param documentCharacters characters counted of each document; left out: all
 */
public record TokenizerTraining(
    @Default("16384") int vocabularySize,
    @Default("gpt2") BpePattern pattern,
    @Default("2") long minFrequency,
    @Default("67108864") long maxBytes,
    @Default("['<|endoftext|>']") List<String> specialTokens,
    Optional<SpecialIds> specialIds,
    Optional<Long> maxCharacters,
    Optional<Long> documentCharacters) {
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
    maxCharacters.ifPresent(n -> Check.atLeast("max_characters", n, 1));
    documentCharacters.ifPresent(n -> Check.atLeast("document_characters", n, 1));
  }
}

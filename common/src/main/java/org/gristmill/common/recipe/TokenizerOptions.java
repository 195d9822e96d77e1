package org.gristmill.common.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * The tokenizer: read from a file, or trained.
 *
 * @param path a {@code tokenizer.json} or a tiktoken rank file, relative to the recipe file;
 *     exactly one of {@code path} and {@code train}
 * @param train how to train one
 * @param endOfDocument special token appended to each text; default {@code <|endoftext|>}
 * @param specialTokensInText what becomes of special tokens' spellings that stand in texts;
 *     conversations and pairs have them as text always; default as text
 * @param chat how conversations and pairs of answers become tokens; required where a source has
 *     such
 * @param fim strata of which documents are rearranged for filling in the middle; default none
 */
public record TokenizerOptions(
    Optional<String> path,
    Optional<TokenizerTraining> train,
    @Default("'<|endoftext|>'") String endOfDocument,
    @Default("as_text") SpecialTokensInText specialTokensInText,
    Optional<ChatOptions> chat,
    @Default("[]") List<FimOptions> fim) {
  /** Checks that the parts fit together. */
  public TokenizerOptions {
    List<FimOptions> rules = List.copyOf(fim);
    fim = rules;
    path.ifPresent(text -> Check.notBlank("path", text));
    Check.notBlank("end_of_document", endOfDocument);
    Check.that(
        path.isPresent() != train.isPresent(),
        "train",
        "Cannot choose a tokenizer: there is "
            + (path.isPresent() ? "both path and train" : "neither path nor train")
            + "; expected exactly one");
    Check.that(
        train.isEmpty() || train.get().specialTokens().contains(endOfDocument),
        "end_of_document",
        "Cannot use end_of_document '"
            + endOfDocument
            + "': it is not among the special_tokens of train");
    train.ifPresent(training -> rules.forEach(rule -> requireTrained(training, rule)));
    if (train.isPresent() && chat.isPresent()) {
      ChatLayout template = chat.get().template();
      for (String token : template.specialTokens()) {
        Check.that(
            train.get().specialTokens().contains(token),
            "chat",
            "Cannot use template "
                + template.name().toLowerCase(Locale.ROOT)
                + ": "
                + token
                + " is not among the special_tokens of train; expected "
                + String.join(", ", template.specialTokens()));
      }
    }
  }

  private static void requireTrained(TokenizerTraining train, FimOptions rule) {
    for (String token : rule.specialTokens()) {
      Check.that(
          train.specialTokens().contains(token),
          "fim",
          "Cannot rearrange documents of "
              + rule.strata()
              + ": "
              + token
              + " is not among the special_tokens of train");
    }
  }

  /**
   * What decides the tokens of documents beside the vocabulary.
   *
   * @return values by key, as fingerprints and manifests have them
   */
  public Map<String, Object> encoding() {
    Map<String, Object> encoding = new TreeMap<>();
    encoding.put("end_of_document", endOfDocument);
    if (specialTokensInText == SpecialTokensInText.AS_TOKENS) {
      encoding.put("special_tokens_in_text", specialTokensInText);
    }
    chat.ifPresent(options -> encoding.put("chat", options));
    if (!fim.isEmpty()) {
      encoding.put("fim", fim);
    }
    return encoding;
  }
}

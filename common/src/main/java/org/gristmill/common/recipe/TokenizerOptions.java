package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * The tokenizer: read from a file, or trained.
 *
 * @param path a {@code tokenizer.json}, relative to the recipe file; exactly one of {@code path}
 *     and {@code train}
 * @param train how to train one
 * @param endOfDocument special token appended to each document; default {@code <|endoftext|>}
 */
public record TokenizerOptions(
    Optional<String> path,
    Optional<TokenizerTraining> train,
    @Default("'<|endoftext|>'") String endOfDocument) {
  /** Checks that the parts fit together. */
  public TokenizerOptions {
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
  }
}

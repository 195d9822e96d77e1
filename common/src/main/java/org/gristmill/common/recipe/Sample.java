package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * A text to generate when training ends.
 *
 * @param prompt text to continue, may be empty
 * @param tokens tokens to generate; default 200
 * @param temperature divides the logits; 0 takes the likeliest token; default 0.8
 * @param topK only that many likeliest tokens are drawn from; left out: all
 * @param topP only the likeliest tokens that together have this probability are drawn from, above 0
 *     to 1; default 0.95
 * @param noRepeatNgram no sequence of so many tokens is generated twice, at least 1; left out: no
 *     such rule
 */
public record Sample(
    String prompt,
    @Default("200") int tokens,
    @Default("0.8") double temperature,
    Optional<Integer> topK,
    @Default("0.95") double topP,
    Optional<Integer> noRepeatNgram) {
  /** Checks the ranges. */
  public Sample {
    Check.range("tokens", tokens, 1, 1 << 20);
    Check.notNegative("temperature", temperature);
    topK.ifPresent(count -> Check.atLeast("top_k", count, 1));
    Check.fraction("top_p", topP);
    Check.positive("top_p", topP);
    noRepeatNgram.ifPresent(count -> Check.atLeast("no_repeat_ngram", count, 1));
  }
}

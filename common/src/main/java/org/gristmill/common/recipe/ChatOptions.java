package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * How conversations and pairs of answers become tokens.
 *
 * @param template their layout
 * @param maxTokens what lies behind so many tokens of one is cut off; default 2048
 * @param system the system message of those that have none; left out, they stay without
 */
public record ChatOptions(
    ChatLayout template, @Default("2048") int maxTokens, Optional<String> system) {
  /** Checks the ranges. */
  public ChatOptions {
    Check.range("max_tokens", maxTokens, 1, 1 << 30);
    system.ifPresent(text -> Check.notBlank("system", text));
  }
}

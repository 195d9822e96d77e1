package org.gristmill.common.recipe;

/** How text is cut into words before pairs are merged. */
public enum BpePattern {
  /** The pattern of GPT-2. */
  GPT2,
  /** The pattern of Qwen2: digits one by one, punctuation with newlines. */
  QWEN2
}

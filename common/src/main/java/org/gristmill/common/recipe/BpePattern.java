package org.gristmill.common.recipe;

/** How text is cut into words before pairs are merged. */
public enum BpePattern {
  /** The pattern of GPT-2. */
  GPT2,
  /** The pattern of Qwen2: digits one by one, punctuation with newlines. */
  QWEN2,
  /** The pattern of GPT-4 and Llama 3: up to three digits together. */
  GPT4,
  /** The pattern of nanochat: up to two digits together. */
  NANOCHAT,
  /** The pattern of DeepSeek-V3: three cuts, runs of Han and Kana apart. */
  DEEPSEEK
}

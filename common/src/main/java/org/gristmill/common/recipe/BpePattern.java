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
  DEEPSEEK,
  /** The pattern of GPT-4 as newer tiktoken cuts: white space that ends a text stays together. */
  CL100K,
  /** The pattern of GPT-4o: words end before a capital letter and keep their contractions. */
  O200K,
  /** The pattern of Mistral NeMo: as GPT-4o's, digits one by one, contractions apart. */
  TEKKEN,
  /** The pattern of SmolLM: digits one by one, then as GPT-2. */
  SMOLLM
}

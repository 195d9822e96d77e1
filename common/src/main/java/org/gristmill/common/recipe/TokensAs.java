package org.gristmill.common.recipe;

/** What becomes of the tokens of a corpus that brings tokens. */
public enum TokensAs {
  /** The text they stand for, which must encode to the same tokens again. */
  TEXT,
  /** The tokens themselves, of the recipe's tokenizer. */
  TOKENS
}

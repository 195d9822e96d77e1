package org.gristmill.common.recipe;

/** What becomes of a special token's spelling that stands in a text. */
public enum SpecialTokensInText {
  /** Text like any other, so that no document can end itself; nanochat's choice. */
  AS_TEXT,
  /** The special token, for corpora whose preparation put some there; OpenSeek's choice. */
  AS_TOKENS
}

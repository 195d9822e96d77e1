package org.gristmill.tokenization;

/** What happens when the text of a special token stands in a document. */
public enum SpecialTokens {
  /** It is ordinary text; no document can write a control token. The choice for untrusted text. */
  AS_TEXT,
  /**
   * It becomes the special token, longest match first, as Hugging Face tokenizers do by default.
   */
  AS_TOKENS
}

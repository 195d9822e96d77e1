package org.gristmill.mixing;

import java.util.Locale;

/** What the number of a mixture's component counts. */
public enum Ask {
  /** A relative share of the tokens that the absolute components leave. */
  WEIGHT,
  /** Tokens, exactly. */
  TOKENS,
  /** As many tokens as this many documents of the stratum's mean length hold. */
  DOCUMENTS,
  /** Passes over the training tokens of each stratum; fractions are allowed. */
  EPOCHS;

  /** The key in a mixture file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

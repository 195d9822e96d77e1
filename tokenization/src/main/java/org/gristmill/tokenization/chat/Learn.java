package org.gristmill.tokenization.chat;

/** Whether a token is to be learnt. */
enum Learn {
  /** It only gives context. */
  NO(0),
  /** It is a target. */
  YES(1);

  private final byte mask;

  Learn(int mask) {
    this.mask = (byte) mask;
  }

  byte mask() {
    return mask;
  }

  /** This under a condition, else no. */
  Learn and(boolean condition) {
    return condition ? this : NO;
  }
}

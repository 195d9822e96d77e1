package org.gristmill.tokenization.stream;

/**
 * How much of one stratum a mix takes.
 *
 * @param stratum the stratum's path
 * @param tokens tokens to take, 0 or more, over as many epochs as that needs
 * @param whole whether its documents may not be cut at the end of the budget; the last one that
 *     does not fit is then left out
 */
public record StratumBudget(String stratum, long tokens, boolean whole) {
  /** Checks the range. */
  public StratumBudget {
    if (tokens < 0) {
      throw new IllegalArgumentException(
          "Cannot take " + tokens + " tokens of " + stratum + ": expected 0 or more");
    }
  }
}

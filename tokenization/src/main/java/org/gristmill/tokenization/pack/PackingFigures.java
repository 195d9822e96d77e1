package org.gristmill.tokenization.pack;

/**
 * What a packing made of a stream, from lengths alone.
 *
 * @param packing name of the packer
 * @param documents documents that gave tokens, once for every epoch
 * @param tokens tokens taken
 * @param rows rows made
 * @param rowTokens tokens a row has room for
 * @param paddedTokens room left in rows
 * @param croppedTokens tokens thrown away
 * @param documentsCut documents whose tokens are not together in one row
 * @param documentsLongerThanRow documents that no packing can keep in one row
 */
public record PackingFigures(
    String packing,
    long documents,
    long tokens,
    long rows,
    int rowTokens,
    long paddedTokens,
    long croppedTokens,
    long documentsCut,
    long documentsLongerThanRow) {

  /** Share of the rows' room that holds tokens, 0 to 1; 1 without rows. */
  public double fillFraction() {
    return rows == 0 ? 1 : 1 - paddedTokens / ((double) rows * rowTokens);
  }

  /** Share of the tokens taken that were thrown away, 0 to 1. */
  public double croppedFraction() {
    return tokens == 0 ? 0 : croppedTokens / (double) tokens;
  }

  /** Share of the documents that were cut, 0 to 1. */
  public double cutFraction() {
    return documents == 0 ? 0 : documentsCut / (double) documents;
  }
}

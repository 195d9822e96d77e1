package org.gristmill.mixing;

/**
 * How many tokens a vocabulary should have for a decoder of a given size, after Tao et al.,
 * <i>Scaling Laws with Vocabulary: Larger Models Deserve Larger Vocabularies</i> (arXiv
 * 2407.13623). The constants are those of the authors' code.
 *
 * <p>The first two ways assume that the decoder is trained with the compute that suits its size
 * best; the third takes the tokens that it will really see.
 */
public final class VocabularyAdvice {
  private static final double LEAST = 256;
  private static final double MOST = 1 << 22;

  private VocabularyAdvice() {}

  /**
   * By a fit of sizes to compute: F = (N/e^−2.48)², N_v = e^−1.59·F^0.416.
   *
   * @param parameters of the decoder without its vocabulary, above 0
   * @param width numbers per token, above 0
   * @return tokens of the vocabulary
   */
  public static double byCompute(double parameters, int width) {
    double compute = Math.pow(parameters / Math.exp(-2.4846510161625193), 2);
    return Math.exp(-1.589031299255507) * Math.pow(compute, 0.4163622634135234) / width;
  }

  /**
   * By the derivative of compute, scaled from one optimum found at 33 million parameters: N_v =
   * 3145728·(N/33e6)^0.835.
   *
   * @param parameters of the decoder without its vocabulary, above 0
   * @param width numbers per token, above 0
   * @return tokens of the vocabulary
   */
  public static double byDerivative(double parameters, int width) {
    return 3145728 * Math.pow(parameters / 33e6, 0.8353974035228025) / width;
  }

  /**
   * By the least loss for a fixed compute: A1/N^α1 + A2/(V·d)^α2 + B/D^β, where a larger vocabulary
   * leaves fewer tokens D to train on.
   *
   * @param parameters of the decoder without its vocabulary, above 0
   * @param width numbers per token, above 0
   * @param vocabulary tokens of the vocabulary that training is planned with
   * @param tokens planned training tokens, above 0
   * @return tokens of the vocabulary
   */
  public static double byLoss(double parameters, int width, double vocabulary, double tokens) {
    double compute = (parameters + vocabulary * width) * tokens;
    double low = Math.log(LEAST);
    double high = Math.log(MOST);
    // the loss falls and then rises; 100 thirds are more than a double can tell apart
    for (int i = 0; i < 100; i++) {
      double left = low + (high - low) / 3;
      double right = high - (high - low) / 3;
      if (loss(parameters, Math.exp(left) * width, compute)
          < loss(parameters, Math.exp(right) * width, compute)) {
        high = right;
      } else {
        low = left;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** What depends on the vocabulary. */
  private static double loss(double parameters, double vocabularyParameters, double compute) {
    double tokens = compute / (parameters + vocabularyParameters);
    return 0.195842 / Math.pow(vocabularyParameters, 0.670737)
        + 2.12411 / Math.pow(tokens, 0.446606);
  }
}

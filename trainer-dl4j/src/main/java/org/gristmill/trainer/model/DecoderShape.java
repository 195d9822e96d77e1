package org.gristmill.trainer.model;

import org.gristmill.common.ConfigException;

/**
 * Sizes of a Llama-style decoder: pre-norm blocks with RMSNorm, rotary positions, grouped-query
 * attention and SwiGLU, without biases, with tied input and output embeddings.
 *
 * @param vocabularySize tokens, at least 2
 * @param sequenceLength positions of a row, at least 1
 * @param width numbers per position, a multiple of {@code heads}
 * @param layers blocks, at least 1
 * @param heads query heads; {@code width / heads} must be even
 * @param keyValueHeads heads of keys and values, a divisor of {@code heads}
 * @param feedForward inner width of SwiGLU
 * @param ropeBase base of the rotary frequencies
 * @param normEpsilon added to the mean square in RMSNorm
 */
public record DecoderShape(
    int vocabularySize,
    int sequenceLength,
    int width,
    int layers,
    int heads,
    int keyValueHeads,
    int feedForward,
    double ropeBase,
    double normEpsilon) {

  /** The base of the rotary frequencies for contexts up to about 4,000 positions. */
  public static final double DEFAULT_ROPE_BASE = 10_000;

  /** The usual constant of RMSNorm. */
  public static final double DEFAULT_NORM_EPSILON = 1e-5;

  /**
   * Checks that the sizes fit each other.
   *
   * @throws ConfigException if one does not
   */
  public DecoderShape {
    require(vocabularySize >= 2, "vocabulary size", vocabularySize, "at least 2");
    require(sequenceLength >= 1, "sequence_length", sequenceLength, "at least 1");
    require(layers >= 1, "layers", layers, "at least 1");
    require(heads >= 1 && width % heads == 0, "heads", heads, "a divisor of width " + width);
    require(
        width / heads % 2 == 0,
        "heads",
        heads,
        "an even number of dimensions per head, width " + width);
    require(
        keyValueHeads >= 1 && heads % keyValueHeads == 0,
        "kv_heads",
        keyValueHeads,
        "a divisor of heads " + heads);
    require(feedForward >= 1, "ffn", feedForward, "at least 1");
  }

  /** Dimensions of one head. */
  public int headWidth() {
    return width / heads;
  }

  /** Columns of the joint projection to queries, keys and values. */
  public int projectionWidth() {
    return (heads + 2 * keyValueHeads) * headWidth();
  }

  /** Trained numbers. */
  public long parameters() {
    return new ParameterLayout(this).length();
  }

  /**
   * Floating-point operations of one training step per token: six per parameter (the tied embedding
   * counts once, as the output projection) plus attention over full rows.
   */
  public double flopsPerToken() {
    return 6.0 * parameters() + 12.0 * layers * width * sequenceLength;
  }

  private static void require(boolean fits, String name, int value, String expected) {
    if (!fits) {
      throw new ConfigException(
          "Cannot build a decoder with " + name + " " + value + ": expected " + expected);
    }
  }
}

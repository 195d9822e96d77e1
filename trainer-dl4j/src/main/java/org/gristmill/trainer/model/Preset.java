package org.gristmill.trainer.model;

import java.util.List;
import java.util.stream.Collectors;
import org.gristmill.common.ConfigException;

/**
 * A shape with a name. Vocabulary and sequence length come from the data.
 *
 * @param name the name in recipes and on the command line
 * @param layers blocks
 * @param width numbers per position
 * @param heads query heads
 * @param keyValueHeads heads of keys and values
 * @param feedForward inner width of SwiGLU
 */
public record Preset(
    String name, int layers, int width, int heads, int keyValueHeads, int feedForward) {

  /**
   * All presets: {@code tiny} is for tests; {@code quickstart} learns most in a minute on two cores
   * with a vocabulary of 16,384 and rows of 256; {@code smollm2-135m} is the shape of the model of
   * that name.
   */
  public static final List<Preset> ALL =
      List.of(
          new Preset("tiny", 2, 32, 4, 2, 88),
          new Preset("quickstart", 3, 192, 6, 2, 512),
          new Preset("smollm2-135m", 30, 576, 9, 3, 1536));

  /** The decoder of these sizes. */
  public DecoderShape shape(int vocabularySize, int sequenceLength) {
    return new DecoderShape(
        vocabularySize,
        sequenceLength,
        width,
        layers,
        heads,
        keyValueHeads,
        feedForward,
        DecoderShape.DEFAULT_ROPE_BASE,
        DecoderShape.DEFAULT_NORM_EPSILON);
  }

  /**
   * Finds a preset.
   *
   * @throws ConfigException if there is none of that name
   */
  public static Preset named(String name) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "Cannot find preset '"
                        + name
                        + "': expected one of "
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(", "))));
  }
}

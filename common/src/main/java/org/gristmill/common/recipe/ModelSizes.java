package org.gristmill.common.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Nearest;

/**
 * Sizes of a decoder that fit each other. Vocabulary and sequence length come from the data.
 *
 * @param layers blocks
 * @param width numbers per position, an even number of them for each head
 * @param heads query heads
 * @param kvHeads heads of keys and values, a divisor of {@code heads}
 * @param ffn inner width of the feed-forward layer
 */
public record ModelSizes(int layers, int width, int heads, int kvHeads, int ffn) {

  /**
   * Sizes with a name, in order of size: {@code tiny} is for tests; {@code quickstart} learns most
   * in a minute on two cores with a vocabulary of 16,384 and rows of 256; {@code smollm2-135m} is
   * the shape of the model of that name.
   */
  public static final Map<String, ModelSizes> PRESETS = presets();

  /**
   * Checks that the sizes fit each other.
   *
   * @throws org.gristmill.common.ConfigException if one does not
   */
  public ModelSizes {
    fits(width % heads == 0, "heads", heads, "a divisor of width " + width);
    fits(
        width / heads % 2 == 0,
        "heads",
        heads,
        "an even number of dimensions per head, width " + width);
    fits(heads % kvHeads == 0, "kv_heads", kvHeads, "a divisor of heads " + heads);
  }

  /** Trained numbers outside the embedding of tokens, which is the output projection too. */
  public long parametersWithoutVocabulary() {
    long attention = (long) width * (heads + 2L * kvHeads) * (width / heads) + (long) width * width;
    return layers * (2L * width + attention + 3L * width * ffn) + width;
  }

  /**
   * Finds a preset.
   *
   * @throws org.gristmill.common.ConfigException if there is none of that name
   */
  public static ModelSizes preset(String name) {
    ModelSizes sizes = PRESETS.get(name);
    Check.that(
        sizes != null,
        "preset",
        "Unknown preset '" + name + "'" + Nearest.hint(name, PRESETS.keySet()));
    return sizes;
  }

  private static Map<String, ModelSizes> presets() {
    Map<String, ModelSizes> presets = new LinkedHashMap<>();
    presets.put("tiny", new ModelSizes(2, 32, 4, 2, 88));
    presets.put("quickstart", new ModelSizes(3, 192, 6, 2, 512));
    presets.put("smollm2-135m", new ModelSizes(30, 576, 9, 3, 1536));
    return Collections.unmodifiableMap(presets);
  }

  private static void fits(boolean fits, String key, int value, String expected) {
    Check.that(
        fits, key, "Cannot build a decoder with " + key + " " + value + ": expected " + expected);
  }
}

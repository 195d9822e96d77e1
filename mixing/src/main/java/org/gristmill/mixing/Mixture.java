package org.gristmill.mixing;

import java.util.List;
import java.util.OptionalLong;
import org.gristmill.common.config.ConfigTree;

/**
 * What a researcher asks for: components over patterns, and the rules that bound them.
 *
 * @param tokens tokens of the whole mix; absent when every component is absolute, whose sum it then
 *     is
 * @param maxEpochs most passes over the training tokens of a stratum; above 0, fractions allowed
 * @param minTokens fewest tokens a stratum with weight receives, as far as its cap allows
 * @param components in file order; where several name a stratum, the last one has it
 */
public record Mixture(
    OptionalLong tokens, double maxEpochs, long minTokens, List<MixComponent> components) {

  /** Passes over a stratum beyond which repetition stops paying. */
  public static final double DEFAULT_MAX_EPOCHS = 4;

  /** Copies the components. */
  public Mixture {
    components = List.copyOf(components);
  }

  /**
   * Reads a mixture: {@code tokens}, {@code max_epochs}, {@code min_tokens} and {@code weights}, a
   * map from patterns to a relative weight or to exactly one of {@code weight}, {@code tokens},
   * {@code documents}, {@code epochs}. Instead of the map, or of the whole section, there may be a
   * list of weights and prefixes of data sets in turn, as Megatron and FlagScale take it; a prefix
   * names the strata whose part it is.
   *
   * @throws org.gristmill.common.ConfigException naming file and line, on unknown keys, wrong
   *     types, values out of range, patterns that cannot be read, and weights that sum to 0
   */
  public static Mixture parse(ConfigTree tree) {
    return MixtureReader.read(tree);
  }
}

package org.gristmill.common.recipe;

import java.util.HashSet;
import java.util.List;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Which share of the documents of some strata is rearranged for filling in the middle.
 *
 * @param strata pattern of strata; the last entry whose pattern matches a stratum counts
 * @param rate share of documents that are rearranged, 0 to 1
 * @param spmRate share of those with the suffix before the prefix, 0 to 1; default 0.5
 * @param prefix special token before the prefix; default {@code <|fim_prefix|>}
 * @param middle special token before the middle; default {@code <|fim_middle|>}
 * @param suffix special token before the suffix; default {@code <|fim_suffix|>}
 */
public record FimOptions(
    String strata,
    double rate,
    @Default("0.5") double spmRate,
    @Default("'<|fim_prefix|>'") String prefix,
    @Default("'<|fim_middle|>'") String middle,
    @Default("'<|fim_suffix|>'") String suffix) {
  /** Checks the ranges. */
  public FimOptions {
    Check.notBlank("strata", strata);
    share("rate", rate);
    share("spm_rate", spmRate);
    Check.notBlank("prefix", prefix);
    Check.notBlank("middle", middle);
    Check.notBlank("suffix", suffix);
    Check.that(
        new HashSet<>(List.of(prefix, middle, suffix)).size() == 3,
        "suffix",
        "Cannot use prefix '"
            + prefix
            + "', middle '"
            + middle
            + "' and suffix '"
            + suffix
            + "': two are equal; expected three tokens");
  }

  private static void share(String key, double value) {
    Check.that(
        value >= 0 && value <= 1,
        key,
        "Cannot use " + key + " " + value + ": expected a number from 0 to 1");
  }

  /**
   * The special tokens it writes.
   *
   * @return three different ones
   */
  public List<String> specialTokens() {
    return List.of(prefix, middle, suffix);
  }
}

package org.gristmill.common.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a corpus says about its documents, by their paths or in their columns. */
public enum Label {
  /** Language of the text. */
  LANGUAGE,
  /** Domain, a level of strata. */
  DOMAIN,
  /** The corpus's own word for its kind of text, in any script; a column, no level of strata. */
  CATEGORY,
  /** Quality: a tier, or a score. */
  QUALITY,
  /** Tier of perplexity. */
  PERPLEXITY,
  /** Subset of the corpus, the fifth level of strata. */
  PART;

  /**
   * Name in recipes, templates and fingerprints.
   *
   * @return lower-case name
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All names.
   *
   * @return keys in order
   */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Label::key).toList();
  }
}

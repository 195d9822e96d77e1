package org.gristmill.common.recipe;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Filters and strata. Lengths are those of English text: in a Chinese document a character counts
 * as three. Conversations and pairs of answers are never too short or too long.
 *
 * @param minCharacters shorter documents are dropped, Unicode characters; default 200
 * @param maxCharacters longer documents are dropped, Unicode characters; default 1000000
 * @param quality name of each quality tier and the length it starts at, characters; a document is
 *     in the highest tier it reaches; default {@code {short: 0, medium: 1000, long: 4000}}
 * @param labels levels of the stratum for which a document's label counts, where it has one; of
 *     language, quality, perplexity and part; default none
 * @param scores name of each quality tier and the score it starts at, for quality labels that are
 *     numbers; default none, which takes such labels as they are
 */
public record BucketOptions(
    @Default("200") long minCharacters,
    @Default("1000000") long maxCharacters,
    @Default("{short: 0, medium: 1000, long: 4000}") Map<String, Long> quality,
    @Default("[]") List<Label> labels,
    @Default("{}") Map<String, Double> scores) {
  /** Checks the ranges, and that every kept document has a tier. */
  public BucketOptions {
    quality = Collections.unmodifiableMap(new LinkedHashMap<>(quality));
    Check.atLeast("min_characters", minCharacters, 0);
    Check.atLeast("max_characters", maxCharacters, minCharacters);
    for (Map.Entry<String, Long> tier : quality.entrySet()) {
      Check.slug("quality", tier.getKey());
      Check.atLeast("quality", tier.getValue(), 0);
    }
    Check.that(
        new HashSet<>(quality.values()).size() == quality.size(),
        "quality",
        "Cannot use quality " + quality + ": two tiers start at the same length");
    Check.that(
        quality.values().stream().anyMatch(bound -> bound <= Math.max(1, minCharacters)),
        "quality",
        "Cannot use quality "
            + quality
            + ": documents of "
            + minCharacters
            + " characters would be in no tier; expected one that starts at or below min_characters");
    labels = List.copyOf(labels);
    checkLabels(labels);
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    checkScores(labels, scores);
  }

  private static void checkLabels(List<Label> labels) {
    for (Label label : labels) {
      Check.that(
          label != Label.DOMAIN && label != Label.CATEGORY,
          "labels",
          "Cannot use label "
              + label.key()
              + ": "
              + (label == Label.DOMAIN ? "it always counts" : "it is no level of strata")
              + "; expected some of language, quality, perplexity, part");
    }
    Check.that(
        new HashSet<>(labels).size() == labels.size(),
        "labels",
        "Cannot use labels " + labels.stream().map(Label::key).toList() + ": one is listed twice");
  }

  private static void checkScores(List<Label> labels, Map<String, Double> scores) {
    scores.keySet().forEach(tier -> Check.slug("scores", tier));
    Check.that(
        new HashSet<>(scores.values()).size() == scores.size(),
        "scores",
        "Cannot use scores " + scores + ": two tiers start at the same score");
    Check.that(
        scores.isEmpty() || labels.contains(Label.QUALITY),
        "scores",
        "Cannot use scores: quality is not among labels, so that no score counts; expected"
            + " 'labels: [quality]'");
  }

  /**
   * Finds the tier of a document.
   *
   * @param characters its length in Unicode characters, at least {@code minCharacters}
   * @return name of the tier with the highest bound that the length reaches
   */
  public String tier(long characters) {
    String best = "";
    long bestBound = -1;
    for (Map.Entry<String, Long> tier : quality.entrySet()) {
      if (tier.getValue() <= characters && tier.getValue() > bestBound) {
        best = tier.getKey();
        bestBound = tier.getValue();
      }
    }
    return best;
  }
}

package org.gristmill.spark.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gristmill.common.recipe.BucketOptions;
import org.gristmill.common.recipe.Label;
import org.gristmill.spark.document.Decision;
import org.junit.jupiter.api.Test;

class BucketingTest {
  private final Bucketing bucketing =
      Bucketing.of(
          new BucketOptions(
              200, 9000, Map.of("short", 0L, "medium", 1000L, "long", 4000L), List.of(), Map.of()));

  @Test
  void theHighestTierReachedWins() {
    assertThat(bucketing.decide("en", "web", 200, "text", Map.of()))
        .isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 999, "text", Map.of()))
        .isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 1000, "text", Map.of()))
        .isEqualTo(Decision.kept("en/web/medium/all"));
    assertThat(bucketing.decide("other", "code", 9000, "text", Map.of()))
        .isEqualTo(Decision.kept("other/code/long/all"));
  }

  @Test
  void whatIsTooShortOrTooLongIsDroppedWithItsReason() {
    assertThat(bucketing.decide("en", "web", 199, "text", Map.of()))
        .isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("en", "web", 9001, "text", Map.of()))
        .isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aCharacterOfAChineseDocumentCountsAsThree() {
    assertThat(bucketing.decide("zh", "web", 66, "text", Map.of()))
        .isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("zh", "web", 67, "text", Map.of()))
        .isEqualTo(Decision.kept("zh/web/short/all"));
    assertThat(bucketing.decide("zh", "web", 334, "text", Map.of()))
        .isEqualTo(Decision.kept("zh/web/medium/all"));
    assertThat(bucketing.decide("zh", "web", 3001, "text", Map.of()))
        .isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aLengthBelowEveryTierIsDropped() {
    Bucketing gap =
        Bucketing.of(new BucketOptions(5, 9000, Map.of("all", 5L), List.of(), Map.of()));
    assertThat(gap.decide("en", "web", 5, "text", Map.of()))
        .isEqualTo(Decision.kept("en/web/all/all"));
    assertThat(
            new Bucketing(0, 10, gap.tiers(), gap.labels(), gap.scores())
                .decide("en", "web", 4, "text", Map.of()))
        .isEqualTo(Decision.dropped("no-quality-tier"));
  }

  @Test
  void conversationsAreNeverTooShortOrTooLong() {
    assertThat(bucketing.decide("en", "sft", 3, "conversation", Map.of()))
        .isEqualTo(Decision.kept("en/sft/short/all"));
    assertThat(bucketing.decide("en", "dpo", 99_999, "preference", Map.of()))
        .isEqualTo(Decision.kept("en/dpo/long/all"));
    assertThat(bucketing.decide("en", "sft", 1000, "conversation", Map.of()))
        .isEqualTo(Decision.kept("en/sft/medium/all"));
  }

  private static Bucketing by(List<Label> labels, Map<String, Double> scores) {
    return Bucketing.of(new BucketOptions(200, 9000, Map.of("short", 0L), labels, scores));
  }

  @Test
  void labelsCountWhereTheyAreAskedForAndThere() {
    Map<Label, String> said =
        Map.of(
            Label.LANGUAGE, "fr",
            Label.QUALITY, "middle",
            Label.PERPLEXITY, "low",
            Label.PART, "rank.1");
    Bucketing all =
        by(List.of(Label.LANGUAGE, Label.QUALITY, Label.PERPLEXITY, Label.PART), Map.of());
    assertThat(all.decide("en", "news", 300, "text", said))
        .isEqualTo(Decision.kept("fr/news/middle/low/rank.1"));
    assertThat(all.decide("en", "news", 300, "text", Map.of()))
        .isEqualTo(Decision.kept("en/news/short/all"));
    assertThat(bucketing.decide("en", "news", 300, "text", said))
        .isEqualTo(Decision.kept("en/news/short/all"));
    assertThat(by(List.of(Label.PERPLEXITY), Map.of()).decide("en", "news", 300, "text", said))
        .isEqualTo(Decision.kept("en/news/short/low"));
  }

  @Test
  void tokensHaveNoLengthAndWithoutALabelNoTier() {
    Bucketing labelled = by(List.of(Label.QUALITY), Map.of());
    assertThat(labelled.decide("en", "code", Bucketing.UNKNOWN, "tokens", Map.of()))
        .isEqualTo(Decision.kept("en/code/all/all"));
    assertThat(
            labelled.decide(
                "en", "code", Bucketing.UNKNOWN, "tokens", Map.of(Label.QUALITY, "high")))
        .isEqualTo(Decision.kept("en/code/high/all"));
  }

  @Test
  void aCharacterCountsAsTheLanguageThatTheLabelSays() {
    Bucketing labelled = by(List.of(Label.LANGUAGE), Map.of());
    assertThat(labelled.decide("en", "web", 70, "text", Map.of(Label.LANGUAGE, "zh")))
        .isEqualTo(Decision.kept("zh/web/short/all"));
    assertThat(labelled.decide("zh", "web", 70, "text", Map.of(Label.LANGUAGE, "en")))
        .isEqualTo(Decision.dropped("min-characters"));
  }

  @Test
  void scoresFallIntoTheirTiersAndWordsStandForThemselves() {
    Bucketing scored = by(List.of(Label.QUALITY), Map.of("poor", 0.0, "good", 3.0, "best", 4.25));
    assertThat(quality(scored, "3")).isEqualTo(Decision.kept("en/web/good/all"));
    assertThat(quality(scored, "4.25")).isEqualTo(Decision.kept("en/web/best/all"));
    assertThat(quality(scored, "2.99609375")).isEqualTo(Decision.kept("en/web/poor/all"));
    assertThat(quality(scored, "1.0E-5")).isEqualTo(Decision.kept("en/web/poor/all"));
    assertThat(quality(scored, "-0.5")).isEqualTo(Decision.dropped("no-quality-tier"));
    assertThat(quality(scored, "high")).isEqualTo(Decision.kept("en/web/high/all"));
    assertThat(quality(scored, "Very High")).isEqualTo(Decision.dropped("quality-label"));
    assertThat(quality(by(List.of(Label.QUALITY), Map.of()), "3"))
        .isEqualTo(Decision.kept("en/web/3/all"));
    assertThat(quality(scored, "NaN")).isEqualTo(Decision.dropped("quality-label"));
  }

  private static Decision quality(Bucketing bucketing, String label) {
    return bucketing.decide("en", "web", 300, "text", Map.of(Label.QUALITY, label));
  }
}

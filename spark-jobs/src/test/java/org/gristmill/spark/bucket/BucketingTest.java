package org.gristmill.spark.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gristmill.common.recipe.BucketOptions;
import org.gristmill.spark.document.Decision;
import org.junit.jupiter.api.Test;

class BucketingTest {
  private final Bucketing bucketing =
      Bucketing.of(
          new BucketOptions(200, 9000, Map.of("short", 0L, "medium", 1000L, "long", 4000L)));

  @Test
  void theHighestTierReachedWins() {
    assertThat(bucketing.decide("en", "web", 200, "text"))
        .isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 999, "text"))
        .isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 1000, "text"))
        .isEqualTo(Decision.kept("en/web/medium/all"));
    assertThat(bucketing.decide("other", "code", 9000, "text"))
        .isEqualTo(Decision.kept("other/code/long/all"));
  }

  @Test
  void whatIsTooShortOrTooLongIsDroppedWithItsReason() {
    assertThat(bucketing.decide("en", "web", 199, "text"))
        .isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("en", "web", 9001, "text"))
        .isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aCharacterOfAChineseDocumentCountsAsThree() {
    assertThat(bucketing.decide("zh", "web", 66, "text"))
        .isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("zh", "web", 67, "text"))
        .isEqualTo(Decision.kept("zh/web/short/all"));
    assertThat(bucketing.decide("zh", "web", 334, "text"))
        .isEqualTo(Decision.kept("zh/web/medium/all"));
    assertThat(bucketing.decide("zh", "web", 3001, "text"))
        .isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aLengthBelowEveryTierIsDropped() {
    Bucketing gap = Bucketing.of(new BucketOptions(5, 9000, Map.of("all", 5L)));
    assertThat(gap.decide("en", "web", 5, "text")).isEqualTo(Decision.kept("en/web/all/all"));
    assertThat(new Bucketing(0, 10, gap.tiers()).decide("en", "web", 4, "text"))
        .isEqualTo(Decision.dropped("no-quality-tier"));
  }

  @Test
  void conversationsAreNeverTooShortOrTooLong() {
    assertThat(bucketing.decide("en", "sft", 3, "conversation"))
        .isEqualTo(Decision.kept("en/sft/short/all"));
    assertThat(bucketing.decide("en", "dpo", 99_999, "preference"))
        .isEqualTo(Decision.kept("en/dpo/long/all"));
    assertThat(bucketing.decide("en", "sft", 1000, "conversation"))
        .isEqualTo(Decision.kept("en/sft/medium/all"));
  }
}

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
    assertThat(bucketing.decide("en", "web", 200)).isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 999)).isEqualTo(Decision.kept("en/web/short/all"));
    assertThat(bucketing.decide("en", "web", 1000)).isEqualTo(Decision.kept("en/web/medium/all"));
    assertThat(bucketing.decide("other", "code", 9000))
        .isEqualTo(Decision.kept("other/code/long/all"));
  }

  @Test
  void whatIsTooShortOrTooLongIsDroppedWithItsReason() {
    assertThat(bucketing.decide("en", "web", 199)).isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("en", "web", 9001)).isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aCharacterOfAChineseDocumentCountsAsThree() {
    assertThat(bucketing.decide("zh", "web", 66)).isEqualTo(Decision.dropped("min-characters"));
    assertThat(bucketing.decide("zh", "web", 67)).isEqualTo(Decision.kept("zh/web/short/all"));
    assertThat(bucketing.decide("zh", "web", 334)).isEqualTo(Decision.kept("zh/web/medium/all"));
    assertThat(bucketing.decide("zh", "web", 3001)).isEqualTo(Decision.dropped("max-characters"));
  }

  @Test
  void aLengthBelowEveryTierIsDropped() {
    Bucketing gap = Bucketing.of(new BucketOptions(5, 9000, Map.of("all", 5L)));
    assertThat(gap.decide("en", "web", 5)).isEqualTo(Decision.kept("en/web/all/all"));
    assertThat(new Bucketing(0, 10, gap.tiers()).decide("en", "web", 4))
        .isEqualTo(Decision.dropped("no-quality-tier"));
  }
}

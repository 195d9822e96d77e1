package org.gristmill.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneThingIsSingularAndNoneIsPlural() {
    assertThat(Counted.of(1, "shard")).isEqualTo("1 shard");
    assertThat(Counted.of(0, "shard")).isEqualTo("0 shards");
    assertThat(Counted.of(1_234_567, "shard")).isEqualTo("1,234,567 shards");
    assertThat(Counted.of(1, "stratum", "strata")).isEqualTo("1 stratum");
    assertThat(Counted.of(2, "stratum", "strata")).isEqualTo("2 strata");
  }
}

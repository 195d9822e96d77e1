package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTableTest {

  private static final MixPlan PLAN =
      new MixPlan(
          List.of(
              new StratumPlan(
                  Stratum.parse("en/web"), .25, .4, 1000, 2000, 2, 1968.2, Optional.empty()),
              new StratumPlan(
                  Stratum.parse("zh/web"),
                  .75,
                  .6,
                  750,
                  3000,
                  4,
                  2794.6,
                  Optional.of("max_epochs"))),
          5000,
          List.of(new ValidationPlan(Stratum.parse("en/web"), 12)),
          List.of(Stratum.parse("en/code")),
          4);

  @Test
  void alignsColumnsAndSumsThem() {
    assertThat(PlanTable.of(PLAN))
        .isEqualTo(
            """
            stratum           asked  planned  available  budget  epochs  effective  held by
            en/web/all/all   25.00%   40.00%      1,000   2,000    2.00      1,968
            zh/web/all/all   75.00%   60.00%        750   3,000    4.00      2,795  max_epochs
            total           100.00%  100.00%      1,750   5,000    2.86      4,763
            """);
  }

  @Test
  void figuresHaveStableNames() {
    assertThat(PLAN.figures())
        .containsExactly(
            Map.entry("tokens", 5000L),
            Map.entry("effectiveTokens", 4763L),
            Map.entry("maxEpochs", 4.0),
            Map.entry(
                "strata",
                List.of(
                    Map.of(
                        "stratum",
                        "en/web/all/all",
                        "askedShare",
                        .25,
                        "plannedShare",
                        .4,
                        "availableTokens",
                        1000L,
                        "budgetTokens",
                        2000L,
                        "epochs",
                        2.0,
                        "effectiveTokens",
                        1968L),
                    Map.of(
                        "stratum",
                        "zh/web/all/all",
                        "askedShare",
                        .75,
                        "plannedShare",
                        .6,
                        "availableTokens",
                        750L,
                        "budgetTokens",
                        3000L,
                        "epochs",
                        4.0,
                        "effectiveTokens",
                        2795L,
                        "bindingCap",
                        "max_epochs"))),
            Map.entry("validation", List.of(Map.of("stratum", "en/web/all/all", "tokens", 12L))),
            Map.entry("unused", List.of("en/code/all/all")));
  }
}

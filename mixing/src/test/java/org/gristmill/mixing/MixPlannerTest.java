package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;

class MixPlannerTest {

  private static final Inventory INVENTORY =
      inventory(
          "en/code/long/all 8000 10 80",
          "en/manual/medium/all 3000 30 30",
          "en/manual/short/all 1000 20 10",
          "zh/code/long/all 2000 4 20",
          "zh/manual/medium/all 600 6 6",
          "zh/manual/short/all 200 4 2");

  private static Inventory inventory(String... lines) {
    TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      stocks.put(
          Stratum.parse(parts[0]),
          new StratumStock(
              Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3])));
    }
    return new Inventory(stocks);
  }

  private static MixComponent component(String line, int number) {
    String[] parts = line.split(" ", -1);
    Ask ask = parts.length == 2 ? Ask.WEIGHT : Ask.valueOf(parts[1]);
    return new MixComponent(
        StratumPattern.parse(parts[0]),
        ask,
        new BigDecimal(parts[parts.length - 1]),
        "mix.yaml:" + number);
  }

  private static Mixture mixture(
      OptionalLong tokens, double maxEpochs, long minTokens, String... lines) {
    List<MixComponent> components = new ArrayList<>();
    for (String line : lines) {
      components.add(component(line, components.size() + 1));
    }
    return new Mixture(tokens, maxEpochs, minTokens, components);
  }

  private static Map<String, Long> budgets(MixPlan plan) {
    return plan.strata().stream()
        .collect(Collectors.toMap(row -> row.stratum().path(), StratumPlan::budget));
  }

  private static MixPlan plan(long tokens, String... lines) {
    return MixPlanner.plan(mixture(OptionalLong.of(tokens), 4, 0, lines), INVENTORY);
  }

  @Test
  void dividesAPatternsWeightInProportionToItsTokens() {
    MixPlan plan = plan(2000, "zh/manual/** 1", "en/manual/** 3");

    assertThat(budgets(plan))
        .containsOnly(
            Map.entry("zh/manual/medium/all", 375L),
            Map.entry("zh/manual/short/all", 125L),
            Map.entry("en/manual/medium/all", 1125L),
            Map.entry("en/manual/short/all", 375L));
    assertThat(plan.tokens()).isEqualTo(2000);
    assertThat(plan.unused())
        .map(Stratum::path)
        .containsExactly("en/code/long/all", "zh/code/long/all");
  }

  @Test
  void givesAStratumNamedLaterItsOwnWeightAndTakesItOutOfThePattern() {
    MixPlan plan = plan(1000, "zh/** 1", "zh/manual/short 1");

    assertThat(budgets(plan))
        .containsOnly(
            Map.entry("zh/code/long/all", 385L),
            Map.entry("zh/manual/medium/all", 115L),
            Map.entry("zh/manual/short/all", 500L));
  }

  @Test
  void onlyTheProportionsOfWeightsMatter() {
    assertThat(budgets(plan(1999, "zh/** 0.1", "en/** 0.4")))
        .isEqualTo(budgets(plan(1999, "zh/** 2", "en/** 8")));
  }

  @Test
  void weightsMayBeAsLargeOrAsSmallAsNumbersGo() {
    MixPlan expected = plan(1999, "zh/** 1", "en/** 1");
    for (String weight : List.of("1e308", "3e-320")) {
      MixPlan plan = plan(1999, "zh/** " + weight, "en/** " + weight);
      assertThat(budgets(plan)).isEqualTo(budgets(expected));
      assertThat(plan.strata())
          .allSatisfy(
              row ->
                  assertThat(row.weight())
                      .isCloseTo(
                          expected.strata().get(plan.strata().indexOf(row)).weight(),
                          within(1e-12)));
    }
  }

  @Test
  void givesWeightsWhatAbsoluteComponentsLeave() {
    MixPlan plan =
        plan(
            5000,
            "zh/manual/** EPOCHS 2.5",
            "en/code/** TOKENS 1001",
            "zh/code/** DOCUMENTS 1",
            "en/manual/** 7");

    assertThat(budgets(plan))
        .containsEntry("zh/manual/medium/all", 1500L)
        .containsEntry("zh/manual/short/all", 500L)
        .containsEntry("en/code/long/all", 1001L)
        .containsEntry("zh/code/long/all", 500L)
        .containsEntry("en/manual/medium/all", 1124L)
        .containsEntry("en/manual/short/all", 375L);
    assertThat(plan.tokens()).isEqualTo(5000);
  }

  @Test
  void isAsLargeAsItsAbsoluteComponentsWhenNoTotalIsGiven() {
    MixPlan plan =
        MixPlanner.plan(
            mixture(OptionalLong.empty(), 4, 0, "zh/** EPOCHS 1", "en/code/** TOKENS 5"),
            INVENTORY);

    assertThat(plan.tokens()).isEqualTo(2805);
  }

  @Test
  void handsTheSurplusOfAFullStratumToTheOthersAndSaysSo() {
    MixPlan plan = plan(10_000, "zh/manual/** 1", "en/** 1");

    assertThat(budgets(plan))
        .containsEntry("zh/manual/medium/all", 2400L)
        .containsEntry("zh/manual/short/all", 800L);
    assertThat(plan.strata().get(3))
        .satisfies(
            row -> {
              assertThat(row.stratum().path()).isEqualTo("zh/manual/medium/all");
              assertThat(row.weight()).isCloseTo(.375, within(1e-12));
              assertThat(row.share()).isEqualTo(.24);
              assertThat(row.epochs()).isEqualTo(4);
              assertThat(row.effectiveTokens() / 600).isCloseTo(3.726, within(5e-4));
              assertThat(row.bindingCap()).contains("max_epochs");
            });
    assertThat(plan.strata().get(0).bindingCap()).isEmpty();
    assertThat(plan.strata().stream().mapToLong(StratumPlan::budget).sum()).isEqualTo(10_000);
  }

  @Test
  void raisesSmallStrataToMinTokens() {
    MixPlan plan =
        MixPlanner.plan(mixture(OptionalLong.of(5000), 1, 300, "en/** 1000", "zh/** 1"), INVENTORY);

    assertThat(budgets(plan))
        .containsEntry("zh/code/long/all", 300L)
        .containsEntry("zh/manual/medium/all", 300L)
        .containsEntry("zh/manual/short/all", 200L);
    assertThat(plan.strata())
        .last()
        .satisfies(row -> assertThat(row.bindingCap()).contains("min_tokens"));
    assertThat(plan.strata().stream().mapToLong(StratumPlan::budget).sum()).isEqualTo(5000);
  }

  @Test
  void takesNothingForWeightZero() {
    MixPlan plan = plan(1000, "** 1", "*/code/** 0");

    assertThat(budgets(plan)).containsEntry("en/code/long/all", 0L);
    assertThat(plan.strata().get(0).epochs()).isZero();
    assertThat(plan.validation()).map(v -> v.stratum().domain()).containsOnly("manual");
  }

  @Test
  void evaluatesWhatItTrainsOnAndStrataThatAreOnlyHeldOut() {
    Inventory inventory =
        inventory("en/code 1000 1 7", "en/test 0 0 50", "en/web 1000 1 9", "zh/web 10 1 0");
    MixPlan plan = MixPlanner.plan(mixture(OptionalLong.of(10), 4, 0, "*/web/** 1"), inventory);

    assertThat(plan.validation())
        .containsExactly(
            new ValidationPlan(Stratum.parse("en/test"), 50),
            new ValidationPlan(Stratum.parse("en/web"), 9));
  }

  @Test
  void aLargerTotalContainsTheSmallerOne() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      TreeMap<Stratum, StratumStock> stocks = new TreeMap<>();
      int count = 15 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        stocks.put(
            Stratum.parse((i % 2 == 0 ? "en" : "zh") + "/d" + i % 7 + "/q" + i),
            new StratumStock(random.nextLong(1, 1_000_000_000_000L), 1, 0));
      }
      Inventory inventory = new Inventory(stocks);
      String[] lines = {"en/** " + random.nextDouble(), "zh/** 0.3", "*/d0/** 2.25"};
      long most = inventory.trainingTokens();
      long total = random.nextLong(1, most);
      MixPlan small = MixPlanner.plan(mixture(OptionalLong.of(total / 5), 4, 0, lines), inventory);
      MixPlan large = MixPlanner.plan(mixture(OptionalLong.of(total), 4, 0, lines), inventory);

      assertThat(large.strata().stream().mapToLong(StratumPlan::budget).sum()).isEqualTo(total);
      for (int i = 0; i < small.strata().size(); i++) {
        assertThat(large.strata().get(i).budget())
            .isGreaterThanOrEqualTo(small.strata().get(i).budget());
      }
    }
  }

  @Test
  void refusesAPatternThatMatchesNothingAndNamesTheNearestStratum() {
    assertThatThrownBy(() -> plan(1000, "zh/** 1", "zh/manaul/** 2"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:2: Cannot use pattern 'zh/manaul/**': it matches no stratum; the nearest stratum is 'zh/manual/medium/all'");
  }

  @Test
  void refusesAWeightWhoseStrataLaterPatternsTake() {
    assertThatThrownBy(() -> plan(1000, "zh/manual/short 1", "zh/** 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:1: Cannot use pattern 'zh/manual/short': later patterns take every stratum it names, so its weight of 1 would be lost; expected it after them, or not at all");
  }

  @Test
  void refusesMoreThanTheDataTimesMaxEpochsAndSaysWhatWouldFit() {
    assertThatThrownBy(() -> plan(3201, "zh/manual/** 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan 3201 tokens: the weighted strata hold at most 3200 of the 3201 left for them at max_epochs 4; the nearest feasible total is 3200 (zh/manual/medium/all 2400, zh/manual/short/all 800)");
    assertThatThrownBy(() -> plan(9999, "zh/manual/** TOKENS 3201", "en/** 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:1: Cannot take 3201 tokens from 'zh/manual/**': it holds at most 3200 at max_epochs 4; the nearest feasible budget is 3200 (zh/manual/medium/all 2400, zh/manual/short/all 800)");
    assertThatThrownBy(() -> plan(9999, "zh/manual/** EPOCHS 4.5", "en/** 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:1: Cannot take 4.5 epochs of 'zh/manual/**' from 'zh/manual/medium/all': that is 2700 tokens and it holds at most 2400 at max_epochs 4; the nearest feasible budget is 2400");
  }

  @Test
  void refusesATotalThatItsComponentsCannotMeet() {
    assertThatThrownBy(() -> plan(999, "zh/manual/** TOKENS 1000"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan 999 tokens: the components in tokens, documents or epochs ask for 1000; expected tokens of at least 1000");
    assertThatThrownBy(() -> plan(1001, "zh/manual/** TOKENS 1000"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan 1001 tokens: the components ask for 1000 and none has a weight above 0 to take the rest; expected tokens of 1000 or a weight");
    assertThatThrownBy(() -> plan(1000, "zh/manual/** TOKENS 1000", "en/** 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan 1000 tokens: the components in tokens, documents or epochs take them all and leave nothing for the weights; expected tokens above 1000");
    assertThatThrownBy(
            () -> MixPlanner.plan(mixture(OptionalLong.empty(), 4, 0, "zh/** 1"), INVENTORY))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan the mix: it has weights but no total; expected 'tokens' beside 'weights'");
    assertThatThrownBy(
            () ->
                MixPlanner.plan(mixture(OptionalLong.of(499), 1, 300, "zh/manual/** 1"), INVENTORY))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot plan 499 tokens: min_tokens 300 for each of 2 weighted strata needs 500 of the 499 left for them; expected more tokens or a smaller min_tokens");
  }

  @Test
  void refusesAWeightOnStrataWithoutTokens() {
    assertThatThrownBy(
            () ->
                MixPlanner.plan(
                    mixture(OptionalLong.of(1), 4, 0, "en/test 1", "en/web 1"),
                    inventory("en/test 0 0 50", "en/web 9 1 0")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mix.yaml:1: Cannot give weight 1 to 'en/test': its strata hold no training tokens; expected weight 0 or no such component");
  }

  @Test
  void documentsAreHeldOutInProportionToTokens() {
    Inventory inventory =
        Inventory.builder()
            .add("en/web/all/all", 900, 100, 55)
            .add("zh/exam/all/all", 0, 40, 4)
            .build();
    assertThat(inventory.stocks())
        .containsEntry(Stratum.parse("en/web/all/all"), new StratumStock(900, 50, 100))
        .containsEntry(Stratum.parse("zh/exam/all/all"), new StratumStock(0, 0, 40));
  }

  @Test
  void budgetsNameWhatIsOnlyEvaluatedToo() {
    Inventory inventory =
        Inventory.builder()
            .add("en/web/all/all", 900, 100, 55)
            .add("en/code/all/all", 900, 100, 55)
            .add("aa/exam/all/all", 0, 40, 4)
            .build();
    ConfigTree mixture = YamlConfig.parse("m.yaml", "tokens: 500\nweights: {en/web/**: 1}\n");
    assertThat(MixPlanner.plan(Mixture.parse(mixture), inventory).budgets())
        .containsExactly(Map.entry("aa/exam/all/all", 0L), Map.entry("en/web/all/all", 500L));
  }
}

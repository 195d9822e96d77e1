package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A mixture worked out against an inventory: whole tokens per stratum, summing to the total.
 *
 * @param strata the strata that components name, in stratum order, those with budget 0 included
 * @param tokens sum of the budgets
 * @param validation strata with held-out tokens that the mix evaluates, in stratum order
 * @param unused strata that no component names, in stratum order
 * @param maxEpochs the cap that was applied, in epochs
 */
public record MixPlan(
    List<StratumPlan> strata,
    long tokens,
    List<ValidationPlan> validation,
    List<Stratum> unused,
    double maxEpochs) {

  /** Copies the lists. */
  public MixPlan {
    strata = List.copyOf(strata);
    validation = List.copyOf(validation);
    unused = List.copyOf(unused);
  }

  /**
   * What the mix takes, and what it evaluates.
   *
   * @return tokens by path of the stratum, in order of the paths; a stratum that is only evaluated
   *     has 0
   */
  public SortedMap<String, Long> budgets() {
    SortedMap<String, Long> budgets = new TreeMap<>();
    validation.forEach(held -> budgets.put(held.stratum().path(), 0L));
    strata.forEach(plan -> budgets.put(plan.stratum().path(), plan.budget()));
    return budgets;
  }

  /** Worth of all budgets in unique tokens. */
  public double effectiveTokens() {
    return strata.stream().mapToDouble(StratumPlan::effectiveTokens).sum();
  }

  /** The plan's figures under stable names, ready to be written as JSON. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("tokens", tokens);
    figures.put("effectiveTokens", Math.round(effectiveTokens()));
    figures.put("maxEpochs", maxEpochs);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (StratumPlan plan : strata) {
      rows.add(figures(plan));
    }
    figures.put("strata", rows);
    List<Map<String, Object>> heldOut = new ArrayList<>();
    for (ValidationPlan plan : validation) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("stratum", plan.stratum().path());
      row.put("tokens", plan.tokens());
      heldOut.add(row);
    }
    figures.put("validation", heldOut);
    figures.put("unused", unused.stream().map(Stratum::path).toList());
    return figures;
  }

  private static Map<String, Object> figures(StratumPlan plan) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("stratum", plan.stratum().path());
    row.put("askedShare", plan.weight());
    row.put("plannedShare", plan.share());
    row.put("availableTokens", plan.available());
    row.put("budgetTokens", plan.budget());
    row.put("epochs", plan.epochs());
    row.put("effectiveTokens", Math.round(plan.effectiveTokens()));
    plan.bindingCap().ifPresent(cap -> row.put("bindingCap", cap));
    return row;
  }
}

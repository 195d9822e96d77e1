package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Works a mixture out against an inventory.
 *
 * <ol>
 *   <li>Each stratum belongs to the last component whose pattern names it. A component's number is
 *       for all its strata together and is divided among them in proportion to their training
 *       tokens, so that they are repeated equally often; a stratum named by a component of its own
 *       gets that component's number alone.
 *   <li>Absolute components come first: {@code tokens} exactly, {@code documents} as tokens at the
 *       mean document length of each stratum, {@code epochs} as passes over each stratum.
 *   <li>The tokens of the mix that they leave are divided among the strata of weighted components:
 *       the stratum's weight is the component's weight times the stratum's part of the component's
 *       training tokens. Only the proportions of weights matter.
 *   <li>No stratum gives more than its training tokens times {@code max_epochs}; what a full one
 *       cannot take goes to the other weighted strata in proportion. Every weighted stratum
 *       receives {@code min_tokens}, or its cap where that is less.
 * </ol>
 *
 * <p>Budgets are whole tokens and sum to the total exactly ({@link Apportionment}); with the same
 * mixture and inventory a larger total takes at least as much from every stratum.
 */
public final class MixPlanner {

  private MixPlanner() {}

  /**
   * Plans the mix.
   *
   * @throws org.gristmill.common.ConfigException if a pattern names nothing, the components do not
   *     fit the total, or a budget is more than the data times {@code max_epochs}; the message
   *     names the nearest feasible budget
   */
  public static MixPlan plan(Mixture mixture, Inventory inventory) {
    Ownership ownership = Ownership.of(mixture, inventory);
    Budgets budgets = Budgets.of(mixture, inventory, ownership);
    TreeMap<Stratum, StratumPlan> plans = new TreeMap<>();
    for (Claim claim : budgets.claims()) {
      plans.put(claim.stratum(), plan(claim, budgets.tokens()));
    }
    List<ValidationPlan> validation = new ArrayList<>();
    for (Map.Entry<Stratum, StratumStock> entry : inventory.stocks().entrySet()) {
      StratumStock stock = entry.getValue();
      StratumPlan plan = plans.get(entry.getKey());
      boolean trainedOn = plan != null && plan.budget() > 0;
      if (stock.validationTokens() > 0 && (trainedOn || stock.trainingTokens() == 0)) {
        validation.add(new ValidationPlan(entry.getKey(), stock.validationTokens()));
      }
    }
    return new MixPlan(
        List.copyOf(plans.values()),
        budgets.tokens(),
        validation,
        ownership.unused(),
        mixture.maxEpochs());
  }

  private static StratumPlan plan(Claim claim, long tokens) {
    long budget = claim.budget();
    double share = tokens == 0 ? 0 : (double) budget / tokens;
    return new StratumPlan(
        claim.stratum(),
        tokens == 0 ? 0 : claim.askedTokens() / tokens,
        share,
        claim.available(),
        budget,
        budget == 0 ? 0 : (double) budget / claim.available(),
        EffectiveTokens.of(budget, claim.available()),
        bindingCap(claim));
  }

  private static Optional<String> bindingCap(Claim claim) {
    if (claim.budget() == claim.cap() && claim.askedTokens() > claim.cap() + 0.5) {
      return Optional.of("max_epochs");
    }
    if (claim.floor() > 0
        && claim.budget() == claim.floor()
        && claim.askedTokens() < claim.floor() - 0.5) {
      return Optional.of("min_tokens");
    }
    return Optional.empty();
  }
}

package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.ConfigException;

/** Claims of all strata that components own, and the sum of their budgets. */
record Budgets(List<Claim> claims, long tokens) {

  static Budgets of(Mixture mixture, Inventory inventory, Ownership ownership) {
    Stocks stocks = new Stocks(inventory, mixture.maxEpochs());
    AbsoluteBudgets absoluteBudgets = new AbsoluteBudgets(stocks);
    List<Claim> claims = new ArrayList<>();
    boolean weighted = false;
    for (int c = 0; c < mixture.components().size(); c++) {
      MixComponent component = mixture.components().get(c);
      if (component.ask() == Ask.WEIGHT) {
        weighted |= component.amount().signum() > 0;
      } else {
        claims.addAll(absoluteBudgets.claims(component, ownership.strataOfComponent().get(c)));
      }
    }
    long absolute = 0;
    for (Claim claim : claims) {
      absolute = Stocks.saturatingAdd(absolute, claim.budget());
    }
    long total = total(mixture, absolute, weighted);
    claims.addAll(
        new WeightedBudgets(mixture, stocks).claims(ownership, total - absolute, absolute));
    return new Budgets(List.copyOf(claims), total);
  }

  private static long total(Mixture mixture, long absolute, boolean weighted) {
    if (mixture.tokens().isEmpty()) {
      if (weighted) {
        throw new ConfigException(
            "Cannot plan the mix: it has weights but no total; expected 'tokens' beside 'weights'");
      }
      return absolute;
    }
    long total = mixture.tokens().getAsLong();
    if (absolute > total) {
      throw new ConfigException(
          Wording.of(
              "Cannot plan %d tokens: the components in tokens, documents or epochs ask for %d; expected tokens of at least %d",
              total, absolute, absolute));
    }
    if (weighted && absolute == total) {
      throw new ConfigException(
          Wording.of(
              "Cannot plan %d tokens: the components in tokens, documents or epochs take them all and leave nothing for the weights; expected tokens above %d",
              total, absolute));
    }
    if (!weighted && absolute < total) {
      throw new ConfigException(
          Wording.of(
              "Cannot plan %d tokens: the components ask for %d and none has a weight above 0 to take the rest; expected tokens of %d or a weight",
              total, absolute, absolute));
    }
    return total;
  }
}

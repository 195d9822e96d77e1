package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.ConfigException;

/** Claims of weighted components on the tokens that the absolute ones leave. */
final class WeightedBudgets {

  // Far below the largest double, so that thousands of weights may be added.
  private static final int LARGEST_EXPONENT = 900;

  private record Weighted(Stratum stratum, double weight) {}

  private final Mixture mixture;
  private final Stocks stocks;

  WeightedBudgets(Mixture mixture, Stocks stocks) {
    this.mixture = mixture;
    this.stocks = stocks;
  }

  /**
   * Divides {@code left} tokens.
   *
   * @param absolute tokens that absolute components took, for messages about the whole
   */
  List<Claim> claims(Ownership ownership, long left, long absolute) {
    List<Weighted> weighted = new ArrayList<>();
    int shift = shift();
    for (int c = 0; c < mixture.components().size(); c++) {
      MixComponent component = mixture.components().get(c);
      if (component.ask() == Ask.WEIGHT) {
        weigh(component, ownership.strataOfComponent().get(c), shift, weighted);
      }
    }
    weighted.sort((a, b) -> a.stratum().compareTo(b.stratum()));
    return divide(weighted, left, absolute);
  }

  /**
   * Power of two that brings the largest weight to one size, exactly, so that neither sums of
   * weights nor quotients of tokens and weights leave the range of a double.
   */
  private int shift() {
    double largest =
        mixture.components().stream()
            .filter(component -> component.ask() == Ask.WEIGHT)
            .mapToDouble(component -> component.amount().doubleValue())
            .max()
            .orElse(1);
    return LARGEST_EXPONENT - Math.getExponent(largest);
  }

  private void weigh(MixComponent component, List<Stratum> strata, int shift, List<Weighted> into) {
    double size = strata.stream().mapToDouble(stocks::available).sum();
    if (size == 0 && component.amount().signum() > 0) {
      throw new ConfigException(
          Wording.of(
              "%s: Cannot give weight %s to '%s': its strata hold no training tokens; expected weight 0 or no such component",
              component.where(), component.amount().toPlainString(), component.pattern()));
    }
    for (Stratum stratum : strata) {
      double part = size == 0 ? 0 : stocks.available(stratum) / size;
      into.add(new Weighted(stratum, Math.scalb(component.amount().doubleValue(), shift) * part));
    }
  }

  private List<Claim> divide(List<Weighted> weighted, long left, long absolute) {
    int count = weighted.size();
    double[] weights = weighted.stream().mapToDouble(Weighted::weight).toArray();
    long[] floors = new long[count];
    long[] caps = new long[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      if (weights[i] > 0) {
        caps[i] = stocks.cap(weighted.get(i).stratum());
        floors[i] = Math.min(mixture.minTokens(), caps[i]);
      }
      sum += weights[i];
    }
    checkFeasible(weighted, left, absolute, floors, caps);
    long[] parts = Apportionment.webster(weights, left, floors, caps);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Stratum stratum = weighted.get(i).stratum();
      double asked = sum == 0 ? 0 : left * (weights[i] / sum);
      claims.add(
          new Claim(stratum, stocks.available(stratum), floors[i], caps[i], asked, parts[i]));
    }
    return claims;
  }

  private void checkFeasible(
      List<Weighted> weighted, long left, long absolute, long[] floors, long[] caps) {
    long least = 0;
    long most = 0;
    for (int i = 0; i < caps.length; i++) {
      least = Stocks.saturatingAdd(least, floors[i]);
      most = Stocks.saturatingAdd(most, caps[i]);
    }
    List<Stratum> giving =
        weighted.stream().filter(w -> w.weight() > 0).map(Weighted::stratum).toList();
    if (left > most) {
      throw new ConfigException(
          Wording.of(
              "Cannot plan %d tokens: the weighted strata hold at most %d of the %d left for them at max_epochs %s; the nearest feasible total is %d (%s)",
              left + absolute,
              most,
              left,
              stocks.maxEpochsText(),
              most + absolute,
              stocks.caps(giving)));
    }
    if (left < least) {
      throw new ConfigException(
          Wording.of(
              "Cannot plan %d tokens: min_tokens %d for each of %d weighted strata needs %d of the %d left for them; expected more tokens or a smaller min_tokens",
              left + absolute, mixture.minTokens(), giving.size(), least, left));
    }
  }
}

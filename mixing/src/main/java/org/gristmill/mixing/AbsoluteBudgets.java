package org.gristmill.mixing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.ConfigException;

/** Claims of components that ask for tokens, documents or epochs. */
final class AbsoluteBudgets {

  private final Stocks stocks;

  AbsoluteBudgets(Stocks stocks) {
    this.stocks = stocks;
  }

  /** Claims of one component, in the order of its strata. */
  List<Claim> claims(MixComponent component, List<Stratum> strata) {
    return switch (component.ask()) {
      case TOKENS -> tokens(component, strata);
      case DOCUMENTS -> documents(component, strata);
      case EPOCHS -> epochs(component, strata);
      case WEIGHT -> throw new IllegalArgumentException("Cannot budget a weight by itself");
    };
  }

  private List<Claim> tokens(MixComponent component, List<Stratum> strata) {
    long asked = component.amount().longValueExact();
    double[] sizes = strata.stream().mapToDouble(stocks::available).toArray();
    long[] caps = strata.stream().mapToLong(stocks::cap).toArray();
    long feasible = 0;
    double size = 0;
    for (int i = 0; i < caps.length; i++) {
      feasible = Stocks.saturatingAdd(feasible, caps[i]);
      size += sizes[i];
    }
    if (asked > feasible) {
      throw new ConfigException(
          Wording.of(
              "%s: Cannot take %d tokens from '%s': it holds at most %d at max_epochs %s; the nearest feasible budget is %d (%s)",
              component.where(),
              asked,
              component.pattern(),
              feasible,
              stocks.maxEpochsText(),
              feasible,
              stocks.caps(strata)));
    }
    long[] parts = Apportionment.webster(sizes, asked, caps);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      double exact = size == 0 ? 0 : asked * (sizes[i] / size);
      Stratum stratum = strata.get(i);
      claims.add(new Claim(stratum, stocks.available(stratum), 0, caps[i], exact, parts[i]));
    }
    return claims;
  }

  /** The component's documents lie in its strata as their documents do, at their mean length. */
  private List<Claim> documents(MixComponent component, List<Stratum> strata) {
    BigDecimal all = BigDecimal.valueOf(strata.stream().mapToLong(stocks::documents).sum());
    List<Claim> claims = new ArrayList<>();
    for (Stratum stratum : strata) {
      BigDecimal tokens = component.amount().multiply(available(stratum));
      claims.add(
          claim(
              component,
              stratum,
              all.signum() == 0 ? tokens : tokens.divide(all, 0, RoundingMode.HALF_UP)));
    }
    return claims;
  }

  private List<Claim> epochs(MixComponent component, List<Stratum> strata) {
    List<Claim> claims = new ArrayList<>();
    for (Stratum stratum : strata) {
      BigDecimal tokens = component.amount().multiply(available(stratum));
      claims.add(claim(component, stratum, tokens.setScale(0, RoundingMode.HALF_UP)));
    }
    return claims;
  }

  private BigDecimal available(Stratum stratum) {
    return BigDecimal.valueOf(stocks.available(stratum));
  }

  private Claim claim(MixComponent component, Stratum stratum, BigDecimal asked) {
    long cap = stocks.cap(stratum);
    if (asked.compareTo(BigDecimal.valueOf(cap)) > 0) {
      throw new ConfigException(
          Wording.of(
              "%s: Cannot take %s %s of '%s' from '%s': that is %s tokens and it holds at most %d at max_epochs %s; the nearest feasible budget is %d",
              component.where(),
              component.amount().toPlainString(),
              component.ask().key(),
              component.pattern(),
              stratum,
              asked.toPlainString(),
              cap,
              stocks.maxEpochsText(),
              cap));
    }
    long budget = asked.longValueExact();
    return new Claim(stratum, stocks.available(stratum), 0, cap, budget, budget);
  }
}

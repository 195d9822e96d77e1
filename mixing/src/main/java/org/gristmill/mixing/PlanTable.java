package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as a text table for a terminal: one line per stratum, then the total. */
public final class PlanTable {

  private static final List<String> HEADER =
      List.of(
          "stratum", "asked", "planned", "available", "budget", "epochs", "effective", "held by");

  private PlanTable() {}

  /** Renders the plan; lines end in {@code \n}. */
  public static String of(MixPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    long available = 0;
    double asked = 0;
    for (StratumPlan stratum : plan.strata()) {
      available += stratum.available();
      asked += stratum.weight();
      rows.add(
          List.of(
              stratum.stratum().path(),
              percent(stratum.weight()),
              percent(stratum.share()),
              count(stratum.available()),
              count(stratum.budget()),
              epochs(stratum.epochs()),
              count(Math.round(stratum.effectiveTokens())),
              stratum.bindingCap().orElse("")));
    }
    rows.add(
        List.of(
            "total",
            percent(asked),
            percent(plan.strata().stream().mapToDouble(StratumPlan::share).sum()),
            count(available),
            count(plan.tokens()),
            epochs(available == 0 ? 0 : (double) plan.tokens() / available),
            count(Math.round(plan.effectiveTokens())),
            ""));
    return align(rows);
  }

  private static String align(List<List<String>> rows) {
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String padding = " ".repeat(widths[c] - row.get(c).length());
        boolean text = c == 0 || c == widths.length - 1;
        line.append(text ? row.get(c) + padding : padding + row.get(c)).append("  ");
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }

  private static String epochs(double epochs) {
    return String.format(Locale.ROOT, "%.2f", epochs);
  }

  private static String count(long tokens) {
    return String.format(Locale.ROOT, "%,d", tokens);
  }
}

package org.gristmill.mixing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The inventory seen through the epoch cap of one mixture. */
record Stocks(Inventory inventory, double maxEpochs) {

  /** Strata listed in a message before the rest is only counted. */
  private static final int LISTED = 12;

  long available(Stratum stratum) {
    return inventory.stocks().get(stratum).trainingTokens();
  }

  long documents(Stratum stratum) {
    return inventory.stocks().get(stratum).documents();
  }

  /** Training tokens times {@code max_epochs}, rounded down. */
  long cap(Stratum stratum) {
    return BigDecimal.valueOf(available(stratum))
        .multiply(BigDecimal.valueOf(maxEpochs))
        .setScale(0, RoundingMode.DOWN)
        .min(BigDecimal.valueOf(Apportionment.MAX_TOTAL))
        .longValueExact();
  }

  /** {@code max_epochs} as a reader wrote it. */
  String maxEpochsText() {
    return BigDecimal.valueOf(maxEpochs).stripTrailingZeros().toPlainString();
  }

  /** Each stratum with its cap, for a message. */
  String caps(List<Stratum> strata) {
    List<String> parts = new ArrayList<>();
    for (Stratum stratum : strata.subList(0, Math.min(LISTED, strata.size()))) {
      parts.add(stratum + " " + cap(stratum));
    }
    if (strata.size() > LISTED) {
      parts.add("and " + (strata.size() - LISTED) + " more");
    }
    return String.join(", ", parts);
  }

  static long saturatingAdd(long left, long right) {
    return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
  }
}

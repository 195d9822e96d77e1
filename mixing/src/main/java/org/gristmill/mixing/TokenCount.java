package org.gristmill.mixing;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.config.ConfigTree;

/** Whole counts as people write them: {@code 2000000}, {@code 2e6}, {@code 1.5M}, {@code 5B}. */
final class TokenCount {

  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?(?:[eE]\\+?[0-9]{1,2})?)([KMBT]?)");

  private TokenCount() {}

  /**
   * Reads a count: K, M, B and T stand for thousands to millions of millions.
   *
   * @throws org.gristmill.common.ConfigException if the value is not a whole number from 0 to 2^53
   */
  static long read(ConfigTree node) {
    String text = String.valueOf(node.plain());
    Matcher matcher = WRITTEN.matcher(text.replace("_", ""));
    if (node.isSection() || node.isList() || !matcher.matches()) {
      throw node.error(refusal(node, text));
    }
    int zeros = matcher.group(2).isEmpty() ? 0 : 3 * ("KMBT".indexOf(matcher.group(2)) + 1);
    BigDecimal count = new BigDecimal(matcher.group(1)).scaleByPowerOfTen(zeros);
    if (count.stripTrailingZeros().scale() > 0
        || count.compareTo(BigDecimal.valueOf(Apportionment.MAX_TOTAL)) > 0) {
      throw node.error(refusal(node, text));
    }
    return count.longValueExact();
  }

  private static String refusal(ConfigTree node, String text) {
    return Wording.of(
        "Cannot use %s '%s': expected a whole number from 0 to 2^53, for example 2000000, 2e6, 2M or 5B",
        node.path(), text);
  }
}

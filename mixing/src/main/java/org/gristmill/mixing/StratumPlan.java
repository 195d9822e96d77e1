package org.gristmill.mixing;

import java.util.Optional;

/**
 * What a mix takes from one stratum.
 *
 * @param stratum the stratum
 * @param weight asked share of all tokens of the mix, 0 to 1, before caps and floors
 * @param share planned share of all tokens of the mix, 0 to 1
 * @param available training tokens the stratum holds
 * @param budget tokens the mix takes
 * @param epochs {@code budget / available}; 0 when nothing is taken
 * @param effectiveTokens worth of the budget in unique tokens, see {@link EffectiveTokens}
 * @param bindingCap the setting that holds the budget away from the asked share: {@code max_epochs}
 *     or {@code min_tokens}
 */
public record StratumPlan(
    Stratum stratum,
    double weight,
    double share,
    long available,
    long budget,
    double epochs,
    double effectiveTokens,
    Optional<String> bindingCap) {}

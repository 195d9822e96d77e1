package org.gristmill.mixing;

import java.math.BigDecimal;

/**
 * One line of a mixture: how much of the strata that a pattern names.
 *
 * @param pattern names the strata
 * @param ask what {@code amount} counts
 * @param amount the number; at least 0, whole for tokens and documents
 * @param where file and line for messages, for example {@code mix.yaml:7}
 */
public record MixComponent(StratumPattern pattern, Ask ask, BigDecimal amount, String where) {}

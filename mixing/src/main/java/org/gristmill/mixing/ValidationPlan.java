package org.gristmill.mixing;

/**
 * Held-out tokens of one stratum, all of which are evaluated.
 *
 * @param stratum the stratum
 * @param tokens its validation tokens, at least 1
 */
public record ValidationPlan(Stratum stratum, long tokens) {}

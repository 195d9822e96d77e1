/**
 * Mixtures of strata: patterns, weights, caps, budgets and plans.
 *
 * <p>Pure mathematics over token counts: nothing here reads data, and equal arguments give equal
 * results on every machine.
 */
package org.gristmill.mixing;

package org.gristmill.mixing;

/**
 * One stratum's part in a mix.
 *
 * @param stratum the stratum
 * @param available training tokens it holds
 * @param floor fewest tokens it must give
 * @param cap most tokens it may give
 * @param askedTokens tokens asked before floors and caps, fractions included
 * @param budget tokens it gives
 */
record Claim(
    Stratum stratum, long available, long floor, long cap, double askedTokens, long budget) {}

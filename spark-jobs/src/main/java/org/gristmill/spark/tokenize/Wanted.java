package org.gristmill.spark.tokenize;

/**
 * A document that is to be encoded.
 *
 * @param unit number that stands for its unit
 * @param row its row in the unit
 * @param treatment identity of what is done to it, {@link Treatments#identity}
 * @param part ordinal of the part that takes it
 */
record Wanted(int unit, int row, long treatment, int part) {}

package org.gristmill.spark.tokenize;

import java.io.Serializable;

/**
 * Documents of one unit whose tokens lie in a part of another store.
 *
 * @param donor number that stands for the part
 * @param rows their rows in the unit
 * @param treatments identities of what was done to them
 * @param ordinals their numbers in the part
 */
@SuppressWarnings("ArrayRecordComponent") // shipped between tasks, never compared
record Offers(int donor, int[] rows, long[] treatments, int[] ordinals) implements Serializable {}

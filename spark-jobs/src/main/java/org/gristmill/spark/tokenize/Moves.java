package org.gristmill.spark.tokenize;

import java.io.Serializable;

/**
 * Documents whose tokens are taken from one donor.
 *
 * @param ordinals their numbers in the donor
 * @param parts ordinals of the parts that take them
 */
@SuppressWarnings("ArrayRecordComponent") // shipped between tasks, never compared
record Moves(int[] ordinals, int[] parts) implements Serializable {}

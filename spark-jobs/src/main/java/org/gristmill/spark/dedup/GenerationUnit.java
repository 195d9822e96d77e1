package org.gristmill.spark.dedup;

import java.io.Serializable;

/**
 * A unit and when it came.
 *
 * @param unit fingerprint
 * @param generation 0 for the first
 * @param documents documents in it
 */
public record GenerationUnit(String unit, int generation, long documents) implements Serializable {}

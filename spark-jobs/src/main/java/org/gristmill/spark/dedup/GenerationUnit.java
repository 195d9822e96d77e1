package org.gristmill.spark.dedup;

import java.io.Serializable;
import org.gristmill.common.recipe.Split;

/**
 * A unit and when it came.
 *
 * @param unit fingerprint
 * @param settings fingerprint of how its files are read; settles which of a file's documents wins
 *     when the file enters through several sources
 * @param split what its documents are for; held-out ones win
 * @param generation 0 for the first
 * @param documents documents in it
 */
public record GenerationUnit(
    String unit, String settings, Split split, int generation, long documents)
    implements Serializable {}

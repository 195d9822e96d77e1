package org.gristmill.spark.mix;

import java.io.Serializable;

/**
 * Consecutive shards that one task writes.
 *
 * @param output the data set
 * @param first first shard
 * @param end one past the last
 */
record ShardTask(MixOutput output, int first, int end) implements Serializable {}

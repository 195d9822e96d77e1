package org.gristmill.spark.mix;

import java.io.Serializable;

/**
 * Consecutive shards that one task writes.
 *
 * @param validation whether they are validation shards
 * @param first first shard
 * @param end one past the last
 */
record ShardTask(boolean validation, int first, int end) implements Serializable {}

package org.gristmill.common.recipe;

/** Where the trainer reads its rows; both give the same batches byte for byte. */
public enum TrainInput {
  /** The shards the mix stage wrote. */
  SHARDS,
  /** The token store, by the plan of the mix. */
  STORE
}

package org.gristmill.spark.mix;

import java.io.IOException;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.shard.Preferences;
import org.gristmill.tokenization.shard.Shards;
import org.gristmill.tokenization.store.TokenStore;
import org.gristmill.tokenization.stream.MixSpec;
import org.gristmill.tokenization.stream.PairStream;
import org.gristmill.tokenization.stream.RowStream;

/** One of the data sets of a mix, each in shards of its own. */
enum MixOutput {
  /** Rows to train on. */
  TRAINING("shards", ""),
  /** Rows held out. */
  VALIDATION("validation", "validation."),
  /** Preference pairs to train on. */
  PREFERENCES("preferences", "preferences."),
  /** Preference pairs held out. */
  VALIDATION_PREFERENCES("validation-preferences", "validation.preferences.");

  private final String directory;
  private final String prefix;

  MixOutput(String directory, String prefix) {
    this.directory = directory;
    this.prefix = prefix;
  }

  /** Its directory below that of the mix. */
  String directory() {
    return directory;
  }

  /** What its counts start with in the manifest. */
  String prefix() {
    return prefix;
  }

  /** Whether a mix without it does not mention it. */
  boolean isPairs() {
    return this == PREFERENCES || this == VALIDATION_PREFERENCES;
  }

  /** Whether it is trained on. */
  boolean isTraining() {
    return this == TRAINING || this == PREFERENCES;
  }

  /** What is to be written; one reader's own. */
  Output open(TokenStore tokens, MixSpec spec) throws IOException {
    return switch (this) {
      case TRAINING -> rows(RowStream.training(tokens, spec));
      case VALIDATION -> rows(RowStream.validation(tokens, spec));
      case PREFERENCES -> pairs(PairStream.training(tokens, spec));
      case VALIDATION_PREFERENCES -> pairs(PairStream.validation(tokens, spec));
    };
  }

  private static Output rows(RowStream stream) {
    return new Output(
        Shards.count(stream),
        stream.tokens(),
        (store, directory, shard) -> Shards.write(stream, store, directory, shard));
  }

  private static Output pairs(PairStream stream) {
    return new Output(
        Preferences.count(stream),
        stream.tokens(),
        (store, directory, shard) -> Preferences.write(stream, store, directory, shard));
  }

  /** Writes one shard into a directory. */
  interface ShardWork {
    Shards.Summary write(Store store, String directory, int shard) throws IOException;
  }

  /**
   * A data set that can be written.
   *
   * @param shards number of shards
   * @param taken tokens by stratum number
   * @param work writes a shard
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Output(int shards, long[] taken, ShardWork work) {}
}

package org.gristmill.trainer.loop;

import java.util.Map;
import java.util.Optional;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.trainer.model.DecoderShape;

/**
 * Everything of a checkpoint except its two vectors; the content of {@code state.json}.
 *
 * @param formatVersion version of this layout, {@link #FORMAT_VERSION}
 * @param step steps taken
 * @param nextRow row of the mix the next step begins with
 * @param tokens target positions trained on
 * @param replicas parts every batch is cut into
 * @param rowsAtOnce rows of a part taken together
 * @param mix fingerprint of the data; a checkpoint only continues on the same
 * @param tokenizer fingerprint of the tokenizer
 * @param endOfDocument id of the token that ends documents
 * @param model sizes of the decoder
 * @param train effective configuration
 * @param random state of the one random stream
 * @param strata losses so far, by stratum
 * @param files length and checksum of the other files, by name
 */
public record CheckpointState(
    int formatVersion,
    long step,
    long nextRow,
    long tokens,
    int replicas,
    int rowsAtOnce,
    String mix,
    String tokenizer,
    int endOfDocument,
    DecoderShape model,
    ConfigTree train,
    RandomState random,
    Map<String, StratumState> strata,
    Map<String, FileState> files) {

  /** The layout this version writes. */
  public static final int FORMAT_VERSION = 2;

  /** The same state with other files. */
  CheckpointState withFiles(Map<String, FileState> written) {
    return new CheckpointState(
        formatVersion,
        step,
        nextRow,
        tokens,
        replicas,
        rowsAtOnce,
        mix,
        tokenizer,
        endOfDocument,
        model,
        train,
        random,
        strata,
        written);
  }

  /**
   * Where the random stream stands. Training draws numbers for the first parameters only.
   *
   * @param algorithm name of the generator
   * @param seed its seed
   * @param draws numbers taken after the parameters were set
   */
  public record RandomState(String algorithm, long seed, long draws) {}

  /**
   * Losses of one stratum.
   *
   * @param tokens target positions trained on
   * @param average moving average of the training loss in nats per token
   * @param heldOutStart held-out loss before the first step; empty without held-out rows
   */
  public record StratumState(long tokens, double average, Optional<Double> heldOutStart) {}

  /**
   * A file of the checkpoint.
   *
   * @param bytes its length
   * @param xxh64 its checksum, 16 hexadecimal digits
   */
  public record FileState(long bytes, String xxh64) {}
}

package org.gristmill.trainer.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.trainer.generate.Generator;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.model.DecoderNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A network from a checkpoint, with its tokenizer.
 *
 * @param state what the checkpoint says of itself
 * @param network the network with the checkpoint's parameters
 * @param tokenizer the tokenizer it was trained with
 */
public record TrainedModel(CheckpointState state, DecoderNetwork network, Tokenizer tokenizer) {

  /** Name of the tokenizer's copy in a training directory. */
  public static final String TOKENIZER = "tokenizer.json";

  /**
   * Loads a model.
   *
   * @param store a checkpoint, or a training directory, whose newest checkpoint is taken
   * @param tokenizerFile another place of the tokenizer
   * @throws ConfigException if there is no checkpoint or no tokenizer
   */
  public static TrainedModel load(Store store, Optional<Path> tokenizerFile) throws IOException {
    boolean single = store.stat("state.json").isPresent();
    CheckpointState state;
    String path;
    if (single) {
      path = "";
      state = Checkpoints.readState(store, path);
    } else {
      Checkpoints checkpoints = new Checkpoints(store, "");
      state =
          checkpoints
              .latest()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "Cannot load a model from "
                              + store.root()
                              + ": there is no checkpoint; expected a training directory or one of its"
                              + " checkpoints"));
      path = checkpoints.path(state.step());
    }
    Tokenizer tokenizer = Tokenizers.parse(tokenizer(store, single, tokenizerFile));
    if (!tokenizer.fingerprint().equals(state.tokenizer())) {
      throw new ConfigException(
          "Cannot use tokenizer "
              + tokenizer.fingerprint()
              + " with this checkpoint: expected "
              + state.tokenizer());
    }
    TrainingPlan plan = new TrainingPlan(1, 1, 1, 0, 0);
    DecoderNetwork network = DecoderNetwork.create(state.model(), plan, new NoOp(), DataType.FLOAT);
    Checkpoints.loadParameters(store, path, state, network);
    return new TrainedModel(state, network, tokenizer);
  }

  /** Continues texts with the model. */
  public Generator generator() {
    return new Generator(network, tokenizer, state.endOfDocument());
  }

  private static byte[] tokenizer(Store store, boolean single, Optional<Path> file)
      throws IOException {
    if (file.isPresent()) {
      return Files.readAllBytes(file.get());
    }
    String root = store.root().toString();
    List<String> places = single ? List.of("../..") : List.of("");
    for (String place : places) {
      String location = place.isEmpty() ? root : root.replaceAll("/+$", "") + "/" + place;
      try (Store directory = Stores.open(location, Map.of())) {
        if (directory.stat(TOKENIZER).isPresent()) {
          return directory.readAll(TOKENIZER);
        }
      }
    }
    throw new ConfigException(
        "Cannot find the tokenizer of "
            + root
            + ": its training directory has no "
            + TOKENIZER
            + "; expected --tokenizer FILE");
  }
}

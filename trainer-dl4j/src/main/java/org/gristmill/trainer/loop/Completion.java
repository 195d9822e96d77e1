package org.gristmill.trainer.loop;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gristmill.common.ConfigException;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.trainer.generate.Generator;

/** What follows the last step: the tokenizer's copy, samples, and the list of all files. */
public final class Completion {

  private Completion() {}

  /**
   * Refuses a tokenizer that is not the one the rows were made with.
   *
   * @param json content of {@code tokenizer.json}
   */
  public static void requireTokenizer(byte[] json, TrainingSetup setup) {
    String fingerprint = Tokenizers.parse(json).fingerprint();
    if (!fingerprint.equals(setup.tokenizer())) {
      throw new ConfigException(
          "Cannot train with tokenizer "
              + fingerprint
              + ": the rows were made with "
              + setup.tokenizer()
              + "; expected that one");
    }
  }

  /**
   * Writes the tokenizer and the samples.
   *
   * @param tokenizer content of {@code tokenizer.json}; empty if it is not known
   * @return files of the run with a content that depends on its inputs alone, by path inside it
   */
  public static Map<String, FileDigest> write(
      TrainingRun.Result result,
      TrainingSetup setup,
      Store store,
      String directory,
      Optional<byte[]> tokenizer,
      Consumer<String> out)
      throws IOException {
    Map<String, FileDigest> files = new TreeMap<>(result.files());
    Checkpoints checkpoints = new Checkpoints(store, directory);
    for (long step : checkpoints.steps()) {
      checkpoints
          .digests(step)
          .forEach((path, digest) -> files.put(path.substring(prefix(directory).length()), digest));
    }
    if (tokenizer.isPresent()) {
      files.put(
          TrainedModel.TOKENIZER,
          store.writeAtomically(prefix(directory) + TrainedModel.TOKENIZER, tokenizer.get()));
      Tokenizer parsed = Tokenizers.parse(tokenizer.get());
      files.put(
          Samples.FILE,
          Samples.write(
              setup.options().samples(),
              setup.options().seed(),
              new Generator(result.network(), parsed, setup.endOfDocument()),
              store,
              prefix(directory) + Samples.FILE,
              out));
    }
    return files;
  }

  private static String prefix(String directory) {
    return directory.isEmpty() ? "" : directory + "/";
  }
}

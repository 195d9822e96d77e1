package org.gristmill.cli;

import java.io.IOException;
import java.util.Optional;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.work.Stage;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/** Tokenizers that lie in a work directory. */
final class KnownTokenizers {

  private KnownTokenizers() {}

  /** The one with this fingerprint, trained here or copied beside a trained decoder. */
  static Optional<Tokenizer> find(Store store, String fingerprint) throws IOException {
    for (String directory : new String[] {Stage.VOCABULARY.key(), Stage.TRAIN.key()}) {
      for (FileInfo file : store.list(directory)) {
        if (file.path().endsWith("/tokenizer.json")) {
          Tokenizer tokenizer = Tokenizers.parse(store.readAll(file.path()));
          if (tokenizer.fingerprint().equals(fingerprint)) {
            return Optional.of(tokenizer);
          }
        }
      }
    }
    return Optional.empty();
  }
}

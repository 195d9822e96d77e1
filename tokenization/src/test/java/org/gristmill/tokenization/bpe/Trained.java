package org.gristmill.tokenization.bpe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.tokenization.SampleText;

/** Vocabularies trained in tests. */
public final class Trained {
  private Trained() {}

  /** Word counts by a splitter, words as Latin-1 strings of their bytes. */
  public static Map<String, Long> counts(PreTokenizer splitter, List<String> documents) {
    Map<String, Long> counts = new HashMap<>();
    for (String document : documents) {
      byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
      for (int start = 0; start < utf8.length; ) {
        int end = splitter.pieceEnd(utf8, start, utf8.length);
        counts.merge(
            new String(utf8, start, end - start, StandardCharsets.ISO_8859_1), 1L, Long::sum);
        start = end;
      }
    }
    return counts;
  }

  public static BpeVocabulary train(BpeTrainer.Options options, List<String> documents) {
    BpeTrainer trainer = new BpeTrainer(options);
    counts(options.pattern().splitter(), documents)
        .forEach((word, n) -> trainer.add(word.getBytes(StandardCharsets.ISO_8859_1), n));
    return trainer.train();
  }

  /** A vocabulary over the sample text with one special token. */
  public static BpeVocabulary sample(PreTokenizer.Pattern pattern, int size) {
    return train(
        new BpeTrainer.Options(
            pattern, size, 2, List.of("<|endoftext|>"), BpeTrainer.Alphabet.ALL_BYTES),
        SampleText.documents(400, 1));
  }
}

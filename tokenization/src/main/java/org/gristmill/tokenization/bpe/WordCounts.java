package org.gristmill.tokenization.bpe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** How often each word stands in texts, as a splitting rule cuts them. Not thread-safe. */
public final class WordCounts {
  private final PreTokenizer splitter;
  private final Map<String, long[]> counts = new HashMap<>();

  /** Counts nothing yet. */
  public WordCounts(PreTokenizer.Pattern pattern) {
    splitter = pattern.splitter();
  }

  /**
   * Counts the words of a text.
   *
   * @param utf8 valid UTF-8
   */
  public void add(byte[] utf8) {
    for (int start = 0; start < utf8.length; ) {
      int end = splitter.pieceEnd(utf8, start, utf8.length);
      String word = new String(utf8, start, end - start, StandardCharsets.ISO_8859_1);
      counts.computeIfAbsent(word, any -> new long[1])[0]++;
      start = end;
    }
  }

  /** Words, each byte a Latin-1 character, and in the first place of the array their number. */
  public Map<String, long[]> counts() {
    return counts;
  }

  /** Hands every word to a trainer. */
  public void addTo(BpeTrainer trainer) {
    counts.forEach(
        (word, count) -> trainer.add(word.getBytes(StandardCharsets.ISO_8859_1), count[0]));
  }
}

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
    add(utf8, Long.MAX_VALUE);
  }

  /**
   * Counts the words of the beginning of a text.
   *
   * @param utf8 valid UTF-8
   * @param mostCharacters what comes after so many characters is left out
   * @return characters of the beginning
   */
  public long add(byte[] utf8, long mostCharacters) {
    long characters = 0;
    int length = 0;
    while (length < utf8.length && (isInside(utf8[length]) || characters < mostCharacters)) {
      characters += isInside(utf8[length++]) ? 0 : 1;
    }
    count(utf8, length);
    return characters;
  }

  /** Whether a byte continues a character. */
  private static boolean isInside(byte b) {
    return b < (byte) 0xC0;
  }

  private void count(byte[] utf8, int length) {
    for (int start = 0; start < length; ) {
      int end = splitter.pieceEnd(utf8, start, length);
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

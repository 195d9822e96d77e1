package org.gristmill.spark.vocabulary;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.gristmill.spark.text.Language;
import scala.Tuple2;

/**
 * Which documents the vocabulary is learned from.
 *
 * @param endSlices per language the first slice of keys that is not taken
 * @param bytesByLanguage bytes of text in the slices taken
 */
record Selection(TreeMap<String, Integer> endSlices, TreeMap<String, Long> bytesByLanguage)
    implements Serializable {
  /** Slices of the circle of keys. */
  static final int SLICE_BITS = 16;

  private static final List<String> LANGUAGES =
      Arrays.stream(Language.values()).map(Language::slug).toList();

  /** Address of a slice of a language. */
  static int slot(String language, long key) {
    return LANGUAGES.indexOf(language) << SLICE_BITS | slice(key);
  }

  /** Address of the characters of a slice, all languages together. */
  static int characterSlot(long key) {
    return LANGUAGES.size() << SLICE_BITS | slice(key);
  }

  private static int slice(long key) {
    return (int) (key >>> (63 - SLICE_BITS));
  }

  /**
   * Whole slices from the first on, as long as none of the bounds is exceeded; one slice in any
   * case.
   */
  static Selection of(List<Tuple2<Integer, Long>> bySlot, long maxBytes, long maxCharacters) {
    TreeMap<Integer, Long> sorted = new TreeMap<>();
    bySlot.forEach(slot -> sorted.merge(slot._1(), slot._2(), Long::sum));
    int last = end(sorted, LANGUAGES.size() << SLICE_BITS, 1 << SLICE_BITS, maxCharacters);
    TreeMap<String, Integer> ends = new TreeMap<>();
    TreeMap<String, Long> taken = new TreeMap<>();
    for (String language : LANGUAGES) {
      int first = LANGUAGES.indexOf(language) << SLICE_BITS;
      int end = end(sorted, first, last, maxBytes);
      ends.put(language, end);
      long bytes = sum(sorted, first, end);
      if (bytes > 0) {
        taken.put(language, bytes);
      }
    }
    return new Selection(ends, taken);
  }

  /** The first slice of up to {@code slices} with which the sum exceeds the bound. */
  private static int end(TreeMap<Integer, Long> sorted, int first, int slices, long most) {
    long sum = 0;
    for (int slice = 0; slice < slices; slice++) {
      long more = sorted.getOrDefault(first + slice, 0L);
      if (sum > 0 && sum + more > most) {
        return slice;
      }
      sum += more;
    }
    return slices;
  }

  private static long sum(TreeMap<Integer, Long> sorted, int first, int slices) {
    return sorted.subMap(first, first + slices).values().stream().mapToLong(n -> n).sum();
  }

  boolean takes(String language, long key) {
    return slice(key) < endSlices.getOrDefault(language, 0);
  }
}

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

  private static int slice(long key) {
    return (int) (key >>> (63 - SLICE_BITS));
  }

  static Selection of(List<Tuple2<Integer, Long>> bytesBySlot, long maxBytes) {
    TreeMap<Integer, Long> sorted = new TreeMap<>();
    bytesBySlot.forEach(slot -> sorted.merge(slot._1(), slot._2(), Long::sum));
    TreeMap<String, Integer> ends = new TreeMap<>();
    TreeMap<String, Long> taken = new TreeMap<>();
    for (String language : LANGUAGES) {
      int first = LANGUAGES.indexOf(language) << SLICE_BITS;
      int end = 0;
      long bytes = 0;
      for (int slice = 0; slice < 1 << SLICE_BITS; slice++) {
        long more = sorted.getOrDefault(first + slice, 0L);
        if (bytes > 0 && bytes + more > maxBytes) {
          break;
        }
        bytes += more;
        end = slice + 1;
      }
      ends.put(language, end);
      if (bytes > 0) {
        taken.put(language, bytes);
      }
    }
    return new Selection(ends, taken);
  }

  boolean takes(String language, long key) {
    return slice(key) < endSlices.getOrDefault(language, 0);
  }
}

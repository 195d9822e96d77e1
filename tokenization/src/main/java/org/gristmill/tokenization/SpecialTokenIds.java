package org.gristmill.tokenization;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts special tokens in order. */
public final class SpecialTokenIds {
  private SpecialTokenIds() {}

  /** The same map, unmodifiable, in ascending order of the ids. */
  public static Map<String, Integer> sorted(Map<String, Integer> ids) {
    Map<String, Integer> sorted = new LinkedHashMap<>();
    ids.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(token -> sorted.put(token.getKey(), token.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}

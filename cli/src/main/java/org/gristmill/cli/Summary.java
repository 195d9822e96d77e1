package org.gristmill.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to say about an artefact: lines for people, figures for programs. */
final class Summary {

  private final List<String> blocks = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private TextTable facts;

  /** Starts with what the thing is. */
  Summary(String kind, String title) {
    blocks.add(title);
    figures.put("kind", kind);
  }

  /** A line {@code label value}; the same value as a figure under {@code key}. */
  Summary fact(String label, String key, Object value, String shown) {
    if (facts == null) {
      facts = new TextTable("ll");
    }
    facts.row("  " + label, shown);
    figures.put(key, value);
    return this;
  }

  Summary fact(String label, String key, String value) {
    return fact(label, key, value, value);
  }

  Summary count(String label, String key, long value) {
    return fact(label, key, value, Wording.count(value));
  }

  Summary bytes(String label, String key, long value) {
    return fact(label, key, value, Wording.bytes(value));
  }

  /** A block of its own, after the facts so far. */
  Summary block(Object text) {
    endFacts();
    blocks.add(text.toString());
    return this;
  }

  Summary figure(String key, Object value) {
    figures.put(key, value);
    return this;
  }

  String text() {
    endFacts();
    return String.join(System.lineSeparator(), blocks);
  }

  Map<String, Object> figures() {
    return figures;
  }

  private void endFacts() {
    if (facts != null) {
      blocks.add(facts.toString());
      facts = null;
    }
  }
}

package org.gristmill.common.recipe;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of one file's documents: those that all of them share, and how columns give the
 * others.
 *
 * @param fixed labels of every document by their names
 * @param columns rules of labels that come from columns, by their names
 */
public record FileLabels(SortedMap<String, String> fixed, SortedMap<String, LabelRule> columns) {
  /** Copies the maps. */
  public FileLabels {
    fixed = Collections.unmodifiableSortedMap(new TreeMap<>(fixed));
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
  }

  static FileLabels of(Map<Label, String> fixed, Map<Label, LabelRule> columns) {
    TreeMap<String, String> labels = new TreeMap<>();
    fixed.forEach((label, text) -> labels.put(label.key(), text));
    TreeMap<String, LabelRule> rules = new TreeMap<>();
    columns.forEach((label, rule) -> rules.put(label.key(), rule));
    return new FileLabels(labels, rules);
  }

  /**
   * The same without a fixed label.
   *
   * @param label the label
   * @return the other labels
   */
  public FileLabels without(Label label) {
    TreeMap<String, String> rest = new TreeMap<>(fixed);
    rest.remove(label.key());
    return new FileLabels(rest, columns);
  }

  /**
   * Says whether there are labels at all.
   *
   * @return true if there are none
   */
  public boolean isEmpty() {
    return fixed.isEmpty() && columns.isEmpty();
  }
}
